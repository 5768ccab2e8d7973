import type { Candidate } from "../candidate.ts";
import { freeAfter, reservationFor } from "../fits.ts";
import type { Strategy } from "../placement-options.ts";
import type { Placement, PlacementFailure, PlacementRequest, Plan, Snapshot } from "../plan.ts";
import { lackOf, refusalOf } from "../refusal.ts";
import type { FreeResources } from "../resources.ts";

type Working = { readonly candidate: Candidate; free: FreeResources; groupCount: number };

/** Placement as the documentation tells it: every instance is looked at for every task. Slow, and plainly right. */
export const referencePlan = (snapshot: Snapshot, request: PlacementRequest): Plan => {
  const working: Working[] = snapshot.candidates.map((candidate) => ({
    candidate,
    free: candidate.free,
    groupCount: snapshot.groupCount(candidate.instance.arn),
  }));
  const refusals = working.map(({ candidate }) => refusalOf(candidate, request, snapshot));
  const lacks = ({ free, groupCount }: Working) => lackOf(free, groupCount, request);
  const placements: Placement[] = [];
  while (placements.length < request.count) {
    const able = working.filter((one, index) => refusals[index] === undefined && lacks(one) === undefined);
    const best = bestOf(able, request.strategies, working);
    const chosen = best.length <= 1 ? best[0] : best[Math.floor(snapshot.random() * best.length)];
    if (chosen === undefined) {
      const failures = working.map(
        (one, index): PlacementFailure => ({
          instanceArn: one.candidate.instance.arn,
          reason: "",
          ...(refusals[index] ?? lacks(one)),
        }),
      );
      return { placements, failures };
    }
    const reservation = reservationFor(request.demand, chosen.free);
    chosen.free = freeAfter(chosen.free, reservation);
    chosen.groupCount += 1;
    placements.push({ instanceArn: chosen.candidate.instance.arn, reservation });
  }
  return { placements, failures: [] };
};

/** Narrows down by each strategy in turn. */
const bestOf = (
  able: readonly Working[],
  strategies: readonly Strategy[],
  all: readonly Working[],
): readonly Working[] => {
  let best = able;
  for (const strategy of strategies) {
    if (strategy.type === "random") return best;
    const measures = best.map((one) => measureOf(strategy, one, all));
    const least = Math.min(...measures);
    best = best.filter((_, index) => measures[index] === least);
  }
  return best;
};

const measureOf = (
  strategy: Exclude<Strategy, { type: "random" }>,
  { candidate, free, groupCount }: Working,
  all: readonly Working[],
): number => {
  if (strategy.type === "binpack") return free[strategy.field];
  if (strategy.field === "instanceId") return groupCount;
  const value = candidate.attributes.get(strategy.field);
  if (value === undefined) return Number.POSITIVE_INFINITY;
  return all
    .filter((other) => other.candidate.attributes.get(strategy.field) === value)
    .reduce((sum, other) => sum + other.groupCount, 0);
};
