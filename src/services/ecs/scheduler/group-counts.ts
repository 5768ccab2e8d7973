import type { Candidate } from "./candidate.ts";
import type { Strategy } from "./placement-options.ts";

/** How many tasks of a group there are, for each value of the attributes that strategies spread over. */
export class GroupCounts {
  readonly #byField = new Map<string, Map<string, number>>();

  constructor(strategies: readonly Strategy[]) {
    for (const strategy of strategies) {
      if (strategy.type === "spread" && strategy.field !== "instanceId")
        this.#byField.set(strategy.field, new Map());
    }
  }

  /** Over all instances where the attribute has this value. */
  of(field: string, value: string): number {
    return this.#byField.get(field)?.get(value) ?? 0;
  }

  /** An instance has that many more. */
  add(candidate: Candidate, count: number): void {
    if (count === 0) return;
    for (const [field, counts] of this.#byField) {
      const value = candidate.attributes.get(field);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
}
