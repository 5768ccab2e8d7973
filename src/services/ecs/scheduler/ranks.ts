import type { Candidate } from "./candidate.ts";
import type { Strategy } from "./placement-options.ts";
import type { FreeResources } from "./resources.ts";

/** An instance that can take the next task, as it stands within a plan. */
export type Contender = {
  readonly candidate: Candidate;
  readonly free: FreeResources;
  /** How many tasks of the task's group it has, those that the plan has put there included. */
  readonly groupCount: number;
};

/**
 * Narrows the contenders down by each strategy in turn; those that are left are equally good.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
export const bestContenders = (
  contenders: readonly Contender[],
  strategies: readonly Strategy[],
  groupCountOf: (field: string, value: string) => number,
): readonly Contender[] => {
  let best = contenders;
  for (const strategy of strategies) {
    if (best.length <= 1) return best;
    switch (strategy.type) {
      case "random":
        return best;
      case "binpack":
        best = lowest(best, ({ free }) => free[strategy.field]);
        break;
      case "spread":
        best = spread(best, strategy.field, groupCountOf);
    }
  }
  return best;
};

const spread = (
  contenders: readonly Contender[],
  field: string,
  groupCountOf: (field: string, value: string) => number,
): readonly Contender[] => {
  if (field === "instanceId") return lowest(contenders, ({ groupCount }) => groupCount);
  // Instances without the attribute come last: they belong to no part that tasks could be spread over.
  return lowest(contenders, ({ candidate }) => {
    const value = candidate.attributes.get(field);
    return value === undefined ? Number.POSITIVE_INFINITY : groupCountOf(field, value);
  });
};

const lowest = (
  contenders: readonly Contender[],
  measure: (contender: Contender) => number,
): readonly Contender[] => {
  let least = Number.POSITIVE_INFINITY;
  let best: Contender[] = [];
  for (const contender of contenders) {
    const value = measure(contender);
    if (value < least || best.length === 0) {
      least = value;
      best = [contender];
    } else if (value === least) best.push(contender);
  }
  return best;
};
