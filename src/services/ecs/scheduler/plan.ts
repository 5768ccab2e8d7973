import type { Attribute } from "@aws-sdk/client-ecs";
import type { TaskReservation } from "../tasks/table.ts";
import type { Candidate } from "./candidate.ts";
import type { Constraints, Strategy } from "./placement-options.ts";
import { Standings } from "./standings.ts";
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
  /** Its ACTIVE container instances, in the order in which they came: the order of equals. */
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

/**
 * Feasible, fits, ranks, picks: plans where `count` tasks go. Pure: the same snapshot, request and random
 * numbers give the same plan, and a plan never takes more than an instance has. Looks at every instance once;
 * see {@link Standings} for plans that follow one another.
 */
export const plan = (snapshot: Snapshot, request: PlacementRequest): Plan => {
  const standings = new Standings(request);
  snapshot.candidates.forEach((candidate, sequence) => {
    standings.update(candidate.instance.arn, sequence, candidate, snapshot);
  });
  return standings.plan(request.count, snapshot.random, snapshot);
};
