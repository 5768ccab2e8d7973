import type { Attribute } from "@aws-sdk/client-ecs";
import type { TaskReservation } from "../tasks/table.ts";
import type { Candidate } from "./candidate.ts";
import { matches } from "./expression/index.ts";
import { infeasible } from "./feasible.ts";
import { freeAfter, lackingResource, reservationFor } from "./fits.ts";
import type { Constraints, Strategy } from "./placement-options.ts";
import { bestContenders, type Contender } from "./ranks.ts";
import type { FreeResources } from "./resources.ts";
import type { TaskDemand } from "./task-demand.ts";

/** Tasks to place, all alike. */
export type PlacementRequest = {
  readonly count: number;
  readonly demand: TaskDemand;
  readonly requiredAttributes: readonly Attribute[];
  readonly constraints: Constraints;
  readonly strategies: readonly Strategy[];
};

/** The cluster as it is. */
export type Snapshot = {
  /** Its ACTIVE container instances. */
  readonly candidates: readonly Candidate[];
  /** How many tasks of the group that the new ones belong to an instance has. */
  readonly groupCount: (instanceArn: string) => number;
  /** The groups of an instance's tasks, and how many it has of a status; for expressions. */
  readonly groupsOn: (instanceArn: string) => Iterable<string>;
  readonly countByStatus: (instanceArn: string, status: "RUNNING" | "PENDING") => number;
  /** A number in [0, 1) for each choice among equals. */
  readonly random: () => number;
};

/** One task's place. */
export type Placement = { readonly instanceArn: string; readonly reservation: TaskReservation };

/** Why one instance cannot take a task. */
export type PlacementFailure = {
  readonly instanceArn: string;
  readonly reason: string;
  readonly detail?: string;
};

/** Where the tasks go; `failures` tells, for the first task that found no place, why each instance refused. */
export type Plan = {
  readonly placements: readonly Placement[];
  readonly failures: readonly PlacementFailure[];
};

type Working = { readonly candidate: Candidate; free: FreeResources; groupCount: number };

/**
 * Feasible, fits, ranks, picks: plans where `count` tasks go. Pure: the same snapshot, request and random
 * numbers give the same plan, and a plan never takes more than an instance has.
 */
export const plan = (snapshot: Snapshot, request: PlacementRequest): Plan => {
  const failures: PlacementFailure[] = [];
  const working: Working[] = [];
  for (const candidate of snapshot.candidates) {
    const failure = refusal(snapshot, candidate, request);
    if (failure === undefined) {
      const groupCount = snapshot.groupCount(candidate.instance.arn);
      working.push({ candidate, free: candidate.free, groupCount });
    } else failures.push(failure);
  }
  const placements: Placement[] = [];
  for (let placed = 0; placed < request.count; placed++) {
    const contenders = working.filter((instance) => canTake(instance, request));
    const best = bestContenders(contenders, request.strategies, countsOf(snapshot, working));
    const chosen = pick(best, snapshot.random) as Working | undefined;
    if (chosen === undefined) {
      for (const instance of working) failures.push(lack(instance, request));
      return { placements, failures };
    }
    const reservation = reservationFor(request.demand, chosen.free);
    chosen.free = freeAfter(chosen.free, reservation);
    chosen.groupCount += 1;
    placements.push({ instanceArn: chosen.candidate.instance.arn, reservation });
  }
  return { placements, failures: [] };
};

const refusal = (
  snapshot: Snapshot,
  candidate: Candidate,
  request: PlacementRequest,
): PlacementFailure | undefined => {
  const instanceArn = candidate.instance.arn;
  const reason = infeasible(candidate, request.requiredAttributes);
  if (reason !== undefined) return { instanceArn, reason };
  for (const { text, expression } of request.constraints.memberOf) {
    if (!matches(expression, { candidate, ...snapshot })) {
      return {
        instanceArn,
        reason: "MemberOf placement constraint unsatisfied.",
        detail: `Constraint: ${text}`,
      };
    }
  }
  return undefined;
};

const canTake = (instance: Working, request: PlacementRequest): boolean =>
  !(request.constraints.distinctInstance && instance.groupCount > 0) &&
  lackingResource(request.demand, instance.free) === undefined;

const lack = (instance: Working, request: PlacementRequest): PlacementFailure => ({
  instanceArn: instance.candidate.instance.arn,
  reason:
    lackingResource(request.demand, instance.free) ?? "DistinctInstance placement constraint unsatisfied.",
});

/** Tasks of the group by value of an attribute; counted once per choice and field, only when a strategy asks. */
const countsOf = (
  snapshot: Snapshot,
  working: readonly Working[],
): ((field: string, value: string) => number) => {
  const counts = new Map<string, ReadonlyMap<string, number>>();
  return (field, value) => {
    const known = counts.get(field) ?? countsByValue(snapshot, working, field);
    counts.set(field, known);
    return known.get(value) ?? 0;
  };
};

const countsByValue = (
  snapshot: Snapshot,
  working: readonly Working[],
  field: string,
): ReadonlyMap<string, number> => {
  const within = new Map(working.map((instance) => [instance.candidate, instance.groupCount]));
  const byValue = new Map<string, number>();
  for (const candidate of snapshot.candidates) {
    const value = candidate.attributes.get(field);
    if (value === undefined) continue;
    const count = within.get(candidate) ?? snapshot.groupCount(candidate.instance.arn);
    byValue.set(value, (byValue.get(value) ?? 0) + count);
  }
  return byValue;
};

const pick = (contenders: readonly Contender[], random: () => number): Contender | undefined =>
  contenders.length <= 1 ? contenders[0] : contenders[Math.floor(random() * contenders.length)];
