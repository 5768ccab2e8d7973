import { limitsOf } from "./limits.ts";
import type { ServiceTask } from "./service-task.ts";
import { firstToStop } from "./stop-order.ts";

/** A service as it is and should be. */
export type ServiceSnapshot = {
  readonly strategy: "REPLICA" | "DAEMON";
  /** Of REPLICA services; a DAEMON service wants as many tasks as there are `instances`. */
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** The deployment whose tasks are wanted. */
  readonly deploymentId: string;
  /** False while the scheduler waits after failures. */
  readonly mayStart: boolean;
  /** The wanted deployment has failed and there is none to go back to: nothing is started or replaced. */
  readonly stalled: boolean;
  /** The last task found no place. */
  readonly blocked: boolean;
  /** The service is being deleted. */
  readonly deleting: boolean;
  readonly tasks: readonly ServiceTask[];
  /** DAEMON: the container instances that are to have a task each. */
  readonly instances: readonly string[];
  /**
   * The tasks that were started to balance the service over availability zones: until they are healthy they are too
   * many for a purpose. Missing when it is not being balanced.
   */
  readonly balancing?: ReadonlySet<string>;
};

/** What to do next. */
export type ServicePlan = {
  readonly stops: readonly { readonly arn: string; readonly cause: "scaling" | "balancing" | "unhealthy" }[];
  /** How many tasks to start wherever placement says. */
  readonly start: number;
  /** The container instances to start a task on. */
  readonly startOn: readonly string[];
  /** The percentages forbid every step. */
  readonly deadlocked: boolean;
};

/**
 * What brings a service closer to what it should be, without going below the healthy tasks it must have or above
 * the tasks it may have. Pure: the same snapshot gives the same plan.
 */
export const planService = (snapshot: ServiceSnapshot): ServicePlan => {
  const live = snapshot.tasks.filter(({ state }) => state !== "stopping");
  if (snapshot.deleting) {
    return { stops: live.map(({ arn }) => scaling(arn)), start: 0, startOn: [], deadlocked: false };
  }
  const desired = snapshot.strategy === "DAEMON" ? snapshot.instances.length : snapshot.desiredCount;
  const { minimumHealthy, maximum } = limitsOf(desired, snapshot);
  const wanted = wantedTasks(snapshot, live);
  const isWanted = new Set(wanted);
  const room = maximum - snapshot.tasks.filter(({ leaving }) => leaving !== true).length;
  const arriving = wanted.filter(({ arn, state }) => state !== "healthy" && snapshot.balancing?.has(arn));
  const missing = desired + arriving.length - wanted.length;
  const mayStart = snapshot.mayStart && !snapshot.stalled;
  const start = mayStart && snapshot.strategy === "REPLICA" ? Math.max(0, Math.min(missing, room)) : 0;
  const startOn = mayStart && snapshot.strategy === "DAEMON" ? vacant(snapshot) : [];

  const healthy = live.filter(({ state }) => state === "healthy").length;
  let spare = healthy - minimumHealthy;
  const stops: ServicePlan["stops"][number][] = [];
  const stopOrdered = (
    candidates: readonly ServiceTask[],
    count: number,
    cause: "scaling" | "balancing" = "scaling",
  ): void => {
    const open = candidates.filter((task) => !task.protected);
    // Those that serve nobody may always go; of those that do, what the minimum leaves.
    const idle = firstToStop(
      open.filter(({ state }) => state !== "healthy"),
      count,
      snapshot.tasks,
    );
    const serving = Math.max(0, Math.min(count - idle.length, spare));
    const serve = firstToStop(
      open.filter(({ state }) => state === "healthy"),
      serving,
      snapshot.tasks,
    );
    spare -= serve.length;
    for (const { arn } of [...idle, ...serve]) stops.push({ arn, cause });
  };

  const sick = live.filter((task) => task.state === "unhealthy" && !(snapshot.stalled && !task.draining));
  const replaced = wanted.filter(({ state }) => state === "healthy").length >= desired;
  const canReplace = snapshot.strategy === "REPLICA" && mayStart && !snapshot.blocked;
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html: replaced first
  // where the maximum leaves room, else stopped first, as many as the minimum leaves.
  const going = replaced || !canReplace ? sick.length : room > 0 ? 0 : makingRoom(snapshot, minimumHealthy);
  for (const { arn } of sick.slice(0, going)) stops.push({ arn, cause: "unhealthy" });
  const unwanted = live.filter((task) => !isWanted.has(task) && task.state !== "unhealthy");
  stopOrdered(unwanted, unwanted.length);
  if (missing < 0) {
    const arrives = new Set(arriving);
    const cause = snapshot.balancing === undefined ? "scaling" : "balancing";
    stopOrdered(
      wanted.filter((task) => !arrives.has(task)),
      -missing,
      cause,
    );
  }
  return {
    stops,
    start,
    startOn,
    deadlocked:
      mayStart &&
      missing > 0 &&
      maximum <= minimumHealthy &&
      start === 0 &&
      startOn.length === 0 &&
      stops.length === 0 &&
      live.length === snapshot.tasks.length &&
      healthy === live.length,
  };
};

const scaling = (arn: string) => ({ arn, cause: "scaling" }) as const;

/**
 * How many unhealthy tasks may go before their replacements: an unhealthy task may still serve somebody, so as many run
 * on as must be healthy. Where that leaves none to go, one does, when nothing else is on its way.
 */
const makingRoom = ({ tasks }: ServiceSnapshot, minimumHealthy: number): number => {
  const running = tasks.filter(({ state }) => state !== "starting" && state !== "stopping").length;
  return Math.max(running - minimumHealthy, running === tasks.length ? 1 : 0);
};

/** The tasks that are as they should be. A stalled deployment leaves those of the earlier one in place. */
const wantedTasks = (
  { strategy, deploymentId, stalled, instances }: ServiceSnapshot,
  live: readonly ServiceTask[],
): readonly ServiceTask[] => {
  const good = live.filter(
    (task) => !task.draining && task.state !== "unhealthy" && (stalled || task.deploymentId === deploymentId),
  );
  if (strategy === "REPLICA") return good;
  const open = new Set(instances);
  // One for each instance: a second one there is too many.
  return good.filter(({ instanceArn }) => open.delete(instanceArn));
};

/** The instances where a daemon can be started: nothing of the service is left there. */
const vacant = ({ instances, tasks }: ServiceSnapshot): readonly string[] => {
  const taken = new Set(tasks.map(({ instanceArn }) => instanceArn));
  return instances.filter((arn) => !taken.has(arn));
};
