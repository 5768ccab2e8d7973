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
  const counted = countsTasks(request);
  let contenders: Working[] = [];
  for (const candidate of snapshot.candidates) {
    const groupCount = counted ? snapshot.groupCount(candidate.instance.arn) : 0;
    const instance = { candidate, free: candidate.free, groupCount };
    const failure = refusal(snapshot, candidate, request) ?? lack(instance, request);
    if (failure === undefined) contenders.push(instance);
    else failures.push(failure);
  }
  const groups = new GroupCounts(snapshot);
  const placements: Placement[] = [];
  while (placements.length < request.count) {
    const best = bestContenders(contenders, request.strategies, (field, value) => groups.of(field, value));
    const chosen = pick(best, snapshot.random) as Working | undefined;
    if (chosen === undefined) return { placements, failures };
    const reservation = reservationFor(request.demand, chosen.free);
    chosen.free = freeAfter(chosen.free, reservation);
    chosen.groupCount += 1;
    groups.add(chosen.candidate);
    placements.push({ instanceArn: chosen.candidate.instance.arn, reservation });
    // A placement changes what one instance can take, and nothing about the others.
    const failure = lack(chosen, request);
    if (failure === undefined) continue;
    failures.push(failure);
    contenders = contenders.filter((instance) => instance !== chosen);
  }
  return { placements, failures: [] };
};

/** Whether it matters how many tasks of the group an instance has. */
const countsTasks = ({ constraints, strategies }: PlacementRequest): boolean =>
  constraints.distinctInstance || strategies.some(({ type }) => type === "spread");

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

const lack = (instance: Working, request: PlacementRequest): PlacementFailure | undefined => {
  const instanceArn = instance.candidate.instance.arn;
  const reason = lackingResource(request.demand, instance.free);
  if (reason !== undefined) return { instanceArn, reason };
  return request.constraints.distinctInstance && instance.groupCount > 0
    ? { instanceArn, reason: "DistinctInstance placement constraint unsatisfied." }
    : undefined;
};

/** How many tasks of the group the parts of a cluster have; counted once for a plan and kept up with it. */
class GroupCounts {
  readonly #snapshot: Snapshot;
  readonly #byField = new Map<string, Map<string, number>>();
  readonly #placed: Candidate[] = [];

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Over all instances where the attribute has this value. */
  of(field: string, value: string): number {
    return this.#counts(field).get(value) ?? 0;
  }

  /** The plan puts one more task there. */
  add(candidate: Candidate): void {
    this.#placed.push(candidate);
    for (const [field, counts] of this.#byField) addTo(counts, candidate.attributes.get(field), 1);
  }

  #counts(field: string): Map<string, number> {
    const known = this.#byField.get(field);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    for (const { attributes, instance } of this.#snapshot.candidates) {
      addTo(counts, attributes.get(field), this.#snapshot.groupCount(instance.arn));
    }
    for (const { attributes } of this.#placed) addTo(counts, attributes.get(field), 1);
    this.#byField.set(field, counts);
    return counts;
  }
}

const addTo = (counts: Map<string, number>, value: string | undefined, count: number): void => {
  if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + count);
};

const pick = (contenders: readonly Contender[], random: () => number): Contender | undefined =>
  contenders.length <= 1 ? contenders[0] : contenders[Math.floor(random() * contenders.length)];
