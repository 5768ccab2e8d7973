import type { Transaction } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { openZones } from "../../container-instances/open-zones.ts";
import type { DeploymentRow } from "../../services/deployment-table.ts";
import type { Rebalancing, ServiceRow } from "../../services/table.ts";
import * as texts from "./event-texts.ts";
import { launchTasks } from "./launch.ts";
import { limitsOf } from "./limits.ts";
import type { ServiceTask } from "./service-task.ts";
import { isBalanced, planZoneMoves, type ZoneMove, zoneCounts } from "./zone-balance.ts";

/** How long the next attempt waits after one that failed, in milliseconds: twice as long each time, within bounds. */
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 27 * 60_000;

/** How many tasks are started at once. */
const BATCH = 100;

const waitAfter = (failures: number): number =>
  Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(10, failures - 1));

/**
 * Takes note of what became of the tasks that were started to balance a service, and gives the balancing up when the
 * service asks for something else by now.
 */
export const followRebalancing = (
  service: ServiceRow,
  tasks: readonly ServiceTask[],
  now: number,
): ServiceRow => {
  const { rebalancing, ...rest } = service;
  if (rebalancing === undefined) return service;
  const same =
    service.status === "ACTIVE" &&
    service.availabilityZoneRebalancing === "ENABLED" &&
    rebalancing.deploymentId === service.deploymentId &&
    rebalancing.desiredCount === service.desiredCount;
  if (!same) return rest;
  if (rebalancing.starting.length === 0) return service;
  const states = new Map(tasks.map(({ arn, state }) => [arn, state]));
  const starting = rebalancing.starting.filter((arn) => {
    const state = states.get(arn);
    return state === "starting" || state === "waiting";
  });
  if (starting.length === rebalancing.starting.length) return service;
  const arrived = rebalancing.starting.some((arn) => states.get(arn) === "healthy");
  const lost = rebalancing.starting.some((arn) => !starting.includes(arn) && states.get(arn) !== "healthy");
  const failures = lost ? rebalancing.failures + 1 : arrived ? 0 : rebalancing.failures;
  const { heldUntil, ...before } = rebalancing;
  const held = lost ? now + waitAfter(failures) : heldUntil;
  return {
    ...rest,
    rebalancing: { ...before, starting, failures, ...(held === undefined ? {} : { heldUntil: held }) },
  };
};

/** A service after a step of its balancing, what its event log is told, and when to look again. */
export type Rebalanced = {
  readonly service: ServiceRow;
  readonly events: readonly string[];
  readonly wake?: number;
};

/**
 * Balances the tasks of a service that is at rest over the availability zones where there are container instances:
 * starts tasks where there are fewest; those that are too many where there are most are stopped when the new ones
 * are healthy, see {@link import("./service-plan.ts").planService}.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
export const rebalance = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  primary: DeploymentRow,
  tasks: readonly ServiceTask[],
): Rebalanced => {
  if (service.availabilityZoneRebalancing !== "ENABLED" || service.desiredCount < 2) {
    return { service, events: [] };
  }
  const zones = openZones(state, service.clusterArn);
  const counts = zoneCounts({ tasks, zones });
  const { rebalancing, ...rest } = service;
  if (isBalanced({ tasks, zones })) {
    return rebalancing === undefined
      ? { service, events: [] }
      : { service: rest, events: [texts.balanced(service.name, counts)] };
  }
  const now = world.now();
  if (rebalancing?.heldUntil !== undefined && rebalancing.heldUntil > now) {
    return { service, events: [], wake: rebalancing.heldUntil };
  }
  const { maximum } = limitsOf(service.desiredCount, service.deploymentConfiguration);
  const room = Math.min(BATCH, maximum - tasks.length);
  const moves = planZoneMoves({ tasks, zones, room });
  if (moves.length === 0) return { service, events: [] };
  const { events, starting, failed } = startMoves(state, world, service, primary, moves, rebalancing);
  const told = rebalancing === undefined ? [texts.notBalanced(service.name, counts)] : [];
  const failures = (rebalancing?.failures ?? 0) + (failed ? 1 : 0);
  const heldUntil = failed ? now + waitAfter(failures) : undefined;
  return {
    service: {
      ...rest,
      steady: starting.length === 0,
      rebalancing: {
        deploymentId: service.deploymentId,
        desiredCount: service.desiredCount,
        starting,
        failures,
        ...(heldUntil === undefined ? {} : { heldUntil }),
      },
    },
    events: [...told, ...events],
    ...(heldUntil === undefined ? {} : { wake: heldUntil }),
  };
};

/** Starts a task for each move, zone by zone. */
const startMoves = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  primary: DeploymentRow,
  moves: readonly ZoneMove[],
  before: Rebalancing | undefined,
): { readonly events: readonly string[]; readonly starting: readonly string[]; readonly failed: boolean } => {
  const events: string[] = [];
  const starting: string[] = [];
  let failed = false;
  for (const zone of new Set(moves.map(({ to }) => to))) {
    const count = moves.filter(({ to }) => to === zone).length;
    const launched = launchTasks(state, world, service, primary, { count, instances: [], zone });
    const arns = launched.tasks.map(({ arn }) => arn);
    starting.push(...arns);
    if (arns.length > 0) events.push(texts.startedToBalance(service.name, zone, arns));
    if (arns.length === count) continue;
    failed = true;
    if ((before?.failures ?? 0) === 0) events.push(texts.noPlaceInZone(service.name, zone));
  }
  return { events, starting, failed };
};
