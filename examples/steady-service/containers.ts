import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The containers of some container instances that run, counted by what Docker itself tells. */
export type Containers = {
  /** The fewest and the most that ran at once since a moment, in milliseconds since the epoch. */
  readonly since: (moment: number) => { readonly fewest: number; readonly most: number };
  /** How many run now. */
  readonly now: () => number;
  readonly close: () => void;
};

type DockerEvent = {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
};

/** Listens, from now on, to Docker's events about the containers of these container instances. */
export const watchContainers = (containerInstanceArns: ReadonlySet<string>): Containers => {
  const since = String(Date.now() / 1000);
  const events = spawn(
    "docker",
    ["events", "--format", "{{json .}}", "--filter", "type=container", "--since", since],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const running = new Set<string>();
  const counts: { readonly at: number; readonly count: number }[] = [];
  createInterface({ input: events.stdout }).on("line", (line) => {
    const { Action, Actor, timeNano } = JSON.parse(line) as DockerEvent;
    if (!containerInstanceArns.has(Actor.Attributes["portreeve.container-instance-arn"] ?? "")) return;
    if (Action === "start") running.add(Actor.ID);
    else if (Action === "die") running.delete(Actor.ID);
    else return;
    counts.push({ at: timeNano / 1e6, count: running.size });
  });
  return {
    since: (moment) => {
      const before = counts.filter(({ at }) => at < moment).at(-1)?.count ?? 0;
      const seen = [before, ...counts.filter(({ at }) => at >= moment).map(({ count }) => count)];
      return { fewest: Math.min(...seen), most: Math.max(...seen) };
    },
    now: () => running.size,
    close: () => {
      events.kill();
    },
  };
};

/** Kills a container without asking the control plane or the agent. */
export const killContainer = (runtimeId: string): void => {
  execFileSync("docker", ["kill", runtimeId], { stdio: "pipe" });
};
