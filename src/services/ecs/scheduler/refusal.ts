import type { Candidate } from "./candidate.ts";
import { matches, type Subject } from "./expression/index.ts";
import { infeasible } from "./feasible.ts";
import { lackingResource } from "./fits.ts";
import type { PlacementRequest } from "./plan.ts";
import type { FreeResources } from "./resources.ts";

/** Why an instance takes no task of a request, in AWS's words. */
export type Refusal = { readonly reason: string; readonly detail?: string };

/** Why an instance may not have such a task, whatever it has left; undefined when it may. */
export const refusalOf = (
  candidate: Candidate,
  request: Pick<PlacementRequest, "requiredAttributes" | "constraints">,
  facts: Omit<Subject, "candidate">,
): Refusal | undefined => {
  const reason = infeasible(candidate, request.requiredAttributes);
  if (reason !== undefined) return { reason };
  for (const { text, expression } of request.constraints.memberOf) {
    const { groupsOn, countByStatus } = facts;
    if (!matches(expression, { candidate, groupsOn, countByStatus })) {
      return { reason: "MemberOf placement constraint unsatisfied.", detail: `Constraint: ${text}` };
    }
  }
  return undefined;
};

/**
 * What an instance lacks for one more such task; undefined when it lacks nothing.
 *
 * @param groupCount how many tasks of the group it has
 */
export const lackOf = (
  free: FreeResources,
  groupCount: number,
  { demand, constraints }: Pick<PlacementRequest, "demand" | "constraints">,
): Refusal | undefined => {
  const reason = lackingResource(demand, free);
  if (reason !== undefined) return { reason };
  return constraints.distinctInstance && groupCount > 0
    ? { reason: "DistinctInstance placement constraint unsatisfied." }
    : undefined;
};
