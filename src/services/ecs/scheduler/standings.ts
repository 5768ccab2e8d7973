import type { Candidate } from "./candidate.ts";
import { changesFeasibility } from "./changes-feasibility.ts";
import type { Subject } from "./expression/index.ts";
import { freeAfter, reservationFor } from "./fits.ts";
import { GroupCounts } from "./group-counts.ts";
import type { Placement, PlacementFailure, PlacementRequest, Plan } from "./plan.ts";
import { Ranks } from "./ranks.ts";
import { lackOf, refusalOf } from "./refusal.ts";
import type { Standing } from "./standing.ts";
import { pick } from "./ties.ts";

/** A request without its count: what all requests that share standings have in common. */
export type PlacementShape = Omit<PlacementRequest, "count">;

/** What is to be known of an instance's tasks. */
export type TaskFacts = Omit<Subject, "candidate"> & {
  readonly groupCount: (instanceArn: string) => number;
};

/**
 * How every instance of a cluster stands for tasks of one shape. Whoever keeps it tells of each instance that
 * changed, and a plan costs what it places.
 */
export class Standings {
  readonly #shape: PlacementShape;
  readonly #counted: boolean;
  readonly #standings = new Map<string, Standing>();
  readonly #groups: GroupCounts;
  readonly #ranks: Ranks;
  #touched = new Set<string>();

  constructor(shape: PlacementShape) {
    this.#shape = shape;
    this.#counted = countsTasks(shape);
    this.#groups = new GroupCounts(shape.strategies);
    this.#ranks = new Ranks(shape.strategies, (field, value) => this.#groups.of(field, value));
  }

  get size(): number {
    return this.#standings.size;
  }

  /** The instances that plans have put something on since this was last asked: they must be told of anew. */
  takeTouched(): ReadonlySet<string> {
    const touched = this.#touched;
    if (touched.size > 0) this.#touched = new Set();
    return touched;
  }

  /** Tells how an instance is now; undefined for one that is not in the cluster any more. */
  update(arn: string, sequence: number, candidate: Candidate | undefined, facts: TaskFacts): void {
    const known = this.#standings.get(arn);
    if (known !== undefined) {
      this.#unrank(known);
      this.#groups.add(known.candidate, -known.groupCount);
    }
    if (candidate === undefined) {
      this.#standings.delete(arn);
      return;
    }
    const kept = known?.sequence === sequence ? known : undefined;
    const standing = kept ?? {
      sequence,
      candidate,
      free: candidate.free,
      groupCount: 0,
      feasible: false,
      ranked: false,
    };
    if (kept === undefined || changesFeasibility(kept.candidate, candidate, this.#shape)) {
      standing.feasible = refusalOf(candidate, this.#shape, facts) === undefined;
    }
    standing.candidate = candidate;
    standing.free = candidate.free;
    standing.groupCount = this.#counted ? facts.groupCount(arn) : 0;
    this.#groups.add(candidate, standing.groupCount);
    if (kept === undefined) this.#standings.set(arn, standing);
    this.#rank(standing);
  }

  /** Picks places for `count` tasks. */
  plan(count: number, random: () => number, facts: TaskFacts): Plan {
    const placements: Placement[] = [];
    while (placements.length < count) {
      const chosen = pick(this.#ranks.best(), random);
      if (chosen === undefined) return { placements, failures: this.#failures(facts) };
      placements.push(this.#place(chosen));
    }
    return { placements, failures: [] };
  }

  #place(chosen: Standing): Placement {
    const instanceArn = chosen.candidate.instance.arn;
    const reservation = reservationFor(this.#shape.demand, chosen.free);
    this.#unrank(chosen);
    chosen.free = freeAfter(chosen.free, reservation);
    chosen.groupCount += 1;
    this.#groups.add(chosen.candidate, 1);
    this.#touched.add(instanceArn);
    this.#rank(chosen);
    return { instanceArn, reservation };
  }

  #rank(standing: Standing): void {
    if (!standing.feasible || lackOf(standing.free, standing.groupCount, this.#shape) !== undefined) return;
    this.#ranks.add(standing);
    standing.ranked = true;
  }

  #unrank(standing: Standing): void {
    if (standing.ranked) this.#ranks.remove(standing);
    standing.ranked = false;
  }

  #failures(facts: TaskFacts): readonly PlacementFailure[] {
    const inOrder = [...this.#standings.values()].sort((one, other) => one.sequence - other.sequence);
    return inOrder.flatMap(({ candidate, free, groupCount }) => {
      const refusal = refusalOf(candidate, this.#shape, facts) ?? lackOf(free, groupCount, this.#shape);
      return refusal === undefined ? [] : [{ instanceArn: candidate.instance.arn, ...refusal }];
    });
  }
}

/** Whether it matters how many tasks of the group an instance has. */
export const countsTasks = ({
  constraints,
  strategies,
}: Pick<PlacementShape, "constraints" | "strategies">): boolean =>
  constraints.distinctInstance || strategies.some(({ type }) => type === "spread");
