import type { LaunchType } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import type { Candidate } from "../scheduler/candidate.ts";
import { asksOfTasks } from "../scheduler/expression/index.ts";
import { reservationFor } from "../scheduler/fits.ts";
import type { Fleet } from "../scheduler/fleet.ts";
import type { Journal } from "../scheduler/journal.ts";
import type { Placement, PlacementFailure, PlacementRequest, Plan } from "../scheduler/plan.ts";
import { lackOf, refusalOf } from "../scheduler/refusal.ts";
import { countsTasks, Standings, type TaskFacts } from "../scheduler/standings.ts";
import type { Kept } from "../scheduler/standings-cache.ts";
import { isOfLaunchType } from "./launch-type.ts";
import { fleetsView, taskMovesView } from "./placement-views.ts";
import { taskTable } from "./table.ts";
import { taskFacts } from "./task-facts.ts";

/** Tasks of one group to place in a cluster. */
export type ClusterPlacement = PlacementRequest & {
  readonly clusterArn: string;
  readonly group: string;
  readonly launchType: LaunchType | undefined;
};

const NOWHERE: Plan = { placements: [], failures: [] };

/**
 * Plans where tasks go, on the cluster as this very transaction sees it. The plan is that of `plan` on the
 * cluster's snapshot; it costs in proportion to what it places and to what changed since the last one of its
 * kind, not to the instances and tasks that are there. Without an instance both lists of the plan are empty.
 *
 * @param random a number in [0, 1) for each choice among equals
 */
export const planPlacement = (state: Reader, request: ClusterPlacement, random: () => number): Plan => {
  const { byCluster, cache } = state.table(containerInstanceTable).view(fleetsView);
  const moves = movesFor(state, request);
  const fleet = byCluster.get(request.clusterArn);
  if (fleet === undefined) return NOWHERE;
  const facts = factsOf(state, request.group);
  const key = keyOf(request);
  const known = cache.get(key);
  if (known !== undefined && catchUp(known, fleet, moves, request, facts)) {
    return known.standings.plan(request.count, random, facts);
  }
  const standings = new Standings(request);
  for (const arn of fleet.arns()) tell(standings, arn, fleet, request, facts);
  cache.set(key, { standings, ...seen(fleet, moves) });
  return standings.plan(request.count, random, facts);
};

/**
 * Plans a task on each of these instances and on no other, as DAEMON services place theirs: the plan that `plan`
 * makes of an instance's snapshot. Costs in proportion to the instances that are named.
 */
export const planPlacementOn = (
  state: Reader,
  request: Omit<ClusterPlacement, "count">,
  instances: readonly string[],
): Plan => {
  const fleet = state.table(containerInstanceTable).view(fleetsView).byCluster.get(request.clusterArn);
  const facts = factsOf(state, request.group);
  const placements: Placement[] = [];
  const failures: PlacementFailure[] = [];
  for (const instanceArn of instances) {
    const candidate = fleet?.candidate(instanceArn)?.candidate;
    if (candidate === undefined || !isOfLaunchType(request.launchType, candidate)) continue;
    const refusal =
      refusalOf(candidate, request, facts) ?? lackOf(candidate.free, facts.groupCount(instanceArn), request);
    if (refusal === undefined) {
      placements.push({ instanceArn, reservation: reservationFor(request.demand, candidate.free) });
    } else failures.push({ instanceArn, ...refusal });
  }
  return { placements, failures };
};

/** The ACTIVE container instances of a cluster as placement looks at them, in the order in which they came. */
export const activeCandidates = (state: Reader, clusterArn: string): readonly Candidate[] => {
  const fleet = state.table(containerInstanceTable).view(fleetsView).byCluster.get(clusterArn);
  const members = [...(fleet?.arns() ?? [])].flatMap((arn) => fleet?.candidate(arn) ?? []);
  members.sort((left, right) => left.sequence - right.sequence);
  return members.map(({ candidate }) => candidate);
};

const factsOf = (state: Reader, group: string): TaskFacts => {
  const tasks = state.table(taskTable);
  return {
    ...taskFacts(state),
    groupCount: (instanceArn) => tasks.countBy("instanceGroup", `${instanceArn}/${group}`),
  };
};

/** The journal of what a request's standings depend on; undefined when it is the same to them which tasks there are. */
const movesFor = (state: Reader, request: ClusterPlacement): Journal | undefined => {
  const moves = state.table(taskTable).view(taskMovesView).get(request.clusterArn);
  if (request.constraints.memberOf.some(({ expression }) => asksOfTasks(expression))) return moves?.statuses;
  return countsTasks(request) ? moves?.groups : undefined;
};

/** Requests with the same key have the same standings. */
const keyOf = (request: ClusterPlacement): string =>
  JSON.stringify([
    request.clusterArn,
    request.launchType === "EC2",
    countsTasks(request) ? request.group : null,
    request.demand,
    request.requiredAttributes,
    request.constraints.distinctInstance,
    request.constraints.memberOf.map(({ text }) => text),
    request.strategies,
  ]);

const seen = (fleet: Fleet, moves: Journal | undefined) => ({
  instancesSeen: fleet.journal.end,
  tasksSeen: moves?.end ?? 0,
});

/** Tells standings of all that changed since they were used last; false when that is not known any more. */
const catchUp = (
  known: Kept,
  fleet: Fleet,
  moves: Journal | undefined,
  request: ClusterPlacement,
  facts: TaskFacts,
): boolean => {
  // A plan that was made may have been applied or not: what it touched is looked at again.
  const changed = new Set(known.standings.takeTouched());
  if (!fleet.journal.readSince(known.instancesSeen, changed)) return false;
  if (moves?.readSince(known.tasksSeen, changed) === false) return false;
  for (const arn of changed) tell(known.standings, arn, fleet, request, facts);
  Object.assign(known, seen(fleet, moves));
  return true;
};

const tell = (
  standings: Standings,
  arn: string,
  fleet: Fleet,
  { launchType }: ClusterPlacement,
  facts: TaskFacts,
): void => {
  const found = fleet.candidate(arn);
  const candidate =
    found !== undefined && isOfLaunchType(launchType, found.candidate) ? found.candidate : undefined;
  standings.update(arn, found?.sequence ?? 0, candidate, facts);
};
