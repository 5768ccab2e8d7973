import type { World } from "../../world.ts";
import type { HealthStatus, RuntimeEvent } from "../container-runtime.ts";
import type { DockerEngine } from "./engine.ts";
import { jsonLines } from "./json-lines.ts";

type DockerEvent = {
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
  readonly timeNano?: number;
};

const health: Readonly<Record<string, HealthStatus>> = { healthy: "HEALTHY", unhealthy: "UNHEALTHY" };

const translate = (event: DockerEvent): RuntimeEvent | undefined => {
  const { Action: action = "", Actor: actor } = event;
  const id = actor?.ID;
  if (id === undefined) return undefined;
  if (action === "die") {
    const exitCode = Number(actor?.Attributes?.["exitCode"] ?? 0);
    return { type: "exited", id, exitCode, at: Math.floor((event.timeNano ?? 0) / 1e6) };
  }
  if (action === "oom") return { type: "out-of-memory", id };
  if (action === "destroy") return { type: "removed", id };
  if (action.startsWith("health_status"))
    return { type: "health", id, status: health[action.split(": ")[1] ?? ""] ?? "UNKNOWN" };
  return undefined;
};

/**
 * Follows the daemon's events of containers with a label. When the stream breaks it is opened again, after one
 * second at most, and the listener is told to `resync`.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents
 */
export const watchDocker = async (
  engine: DockerEngine,
  world: World,
  label: string,
  listener: (event: RuntimeEvent) => void,
): Promise<() => void> => {
  const stopped = new AbortController();
  const filters = JSON.stringify({
    type: ["container"],
    event: ["die", "oom", "destroy", "health_status"],
    label: [label],
  });
  const open = () => engine.stream("GET", `/events?filters=${encodeURIComponent(filters)}`, stopped.signal);
  const follow = async (stream: NodeJS.ReadableStream): Promise<void> => {
    try {
      for await (const line of jsonLines(stream)) {
        const event = translate(line as DockerEvent);
        if (event !== undefined) listener(event);
      }
    } catch {
      // A broken stream and an ended one are the same: the daemon restarts, or we have stopped.
    }
  };
  const pause = (milliseconds: number) => new Promise<void>((resolve) => world.after(milliseconds, resolve));

  const first = await open();
  const loop = async (): Promise<void> => {
    await follow(first);
    for (let wait = 100; !stopped.signal.aborted; wait = Math.min(1000, wait * 2)) {
      await pause(wait);
      if (stopped.signal.aborted) return;
      const stream = await open().catch(() => undefined);
      if (stream === undefined) continue;
      wait = 50;
      listener({ type: "resync" });
      await follow(stream);
    }
  };
  loop();
  return () => stopped.abort();
};
