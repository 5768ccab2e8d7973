import type { Strategy } from "./placement-options.ts";
import type { Standing } from "./standing.ts";
import { Ties } from "./ties.ts";

/** How many tasks of the group there are where an attribute has a value. */
export type GroupCountOf = (field: string, value: string) => number;

/**
 * The instances that can take the next task, ordered as strategies rank them: a tree with a level for each
 * strategy, and equals at its leaves. What a placement changes is moved; nothing else is looked at.
 *
 * INVARIANT: whoever changes a standing takes it out first and puts it back in afterwards.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
export class Ranks {
  readonly #root: Rank;
  readonly #groupCountOf: GroupCountOf;

  constructor(strategies: readonly Strategy[], groupCountOf: GroupCountOf) {
    const random = strategies.findIndex(({ type }) => type === "random");
    this.#root = rankOf(random < 0 ? strategies : strategies.slice(0, random));
    this.#groupCountOf = groupCountOf;
  }

  add(standing: Standing): void {
    this.#root.add(standing);
  }

  remove(standing: Standing): void {
    this.#root.remove(standing);
  }

  /** The best, as groups of equals. */
  best(): readonly Ties[] {
    let level: readonly Rank[] = [this.#root];
    for (;;) {
      const [first] = level;
      // INVARIANT: ranks of one level are all of one kind.
      if (first instanceof Ties) return level as readonly Ties[];
      level =
        first instanceof ByAmount
          ? lowestAmount(level as readonly ByAmount[])
          : lowestValue(level as readonly ByValue[], this.#groupCountOf);
      if (level.length === 0) return [];
    }
  }
}

type Rank = Ties | ByAmount | ByValue;

const rankOf = (strategies: readonly Strategy[]): Rank => {
  const [first, ...rest] = strategies;
  if (first === undefined || first.type === "random") return new Ties();
  if (first.type === "binpack") {
    const { field } = first;
    return new ByAmount(({ free }) => free[field], rest);
  }
  if (first.field === "instanceId") return new ByAmount(({ groupCount }) => groupCount, rest);
  return new ByValue(first.field, rest);
};

/** Instances by an amount of each: what is free, or how many tasks it has; the lowest is the best. */
class ByAmount {
  readonly amounts: number[] = [];
  readonly ranks = new Map<number, Rank>();
  readonly #measure: (standing: Standing) => number;
  readonly #below: readonly Strategy[];

  constructor(measure: (standing: Standing) => number, below: readonly Strategy[]) {
    this.#measure = measure;
    this.#below = below;
  }

  get empty(): boolean {
    return this.amounts.length === 0;
  }

  add(standing: Standing): void {
    const amount = this.#measure(standing);
    let rank = this.ranks.get(amount);
    if (rank === undefined) {
      rank = rankOf(this.#below);
      this.ranks.set(amount, rank);
      this.amounts.splice(this.#placeOf(amount), 0, amount);
    }
    rank.add(standing);
  }

  remove(standing: Standing): void {
    const amount = this.#measure(standing);
    const rank = this.ranks.get(amount);
    rank?.remove(standing);
    if (rank?.empty !== true) return;
    this.ranks.delete(amount);
    this.amounts.splice(this.#placeOf(amount), 1);
  }

  #placeOf(amount: number): number {
    let [low, high] = [0, this.amounts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.amounts[middle] ?? 0) < amount) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Instances by the value of an attribute; the value with the fewest tasks of the group is the best. */
class ByValue {
  readonly field: string;
  readonly ranks = new Map<string | undefined, Rank>();
  readonly #below: readonly Strategy[];

  constructor(field: string, below: readonly Strategy[]) {
    this.field = field;
    this.#below = below;
  }

  get empty(): boolean {
    return this.ranks.size === 0;
  }

  add(standing: Standing): void {
    const value = standing.candidate.attributes.get(this.field);
    let rank = this.ranks.get(value);
    if (rank === undefined) {
      rank = rankOf(this.#below);
      this.ranks.set(value, rank);
    }
    rank.add(standing);
  }

  remove(standing: Standing): void {
    const value = standing.candidate.attributes.get(this.field);
    const rank = this.ranks.get(value);
    rank?.remove(standing);
    if (rank?.empty === true) this.ranks.delete(value);
  }
}

const lowestAmount = (level: readonly ByAmount[]): readonly Rank[] => {
  let least = Number.POSITIVE_INFINITY;
  for (const { amounts } of level) least = Math.min(least, amounts[0] ?? least);
  return level.flatMap(({ ranks }) => ranks.get(least) ?? []);
};

const lowestValue = (level: readonly ByValue[], groupCountOf: GroupCountOf): readonly Rank[] => {
  let least = Number.POSITIVE_INFINITY;
  let best: Rank[] = [];
  for (const { field, ranks } of level) {
    for (const [value, rank] of ranks) {
      // Instances without the attribute come last: they belong to no part that tasks could be spread over.
      const count = value === undefined ? Number.POSITIVE_INFINITY : groupCountOf(field, value);
      if (count > least) continue;
      if (count < least) best = [];
      least = count;
      best.push(rank);
    }
  }
  return best;
};
