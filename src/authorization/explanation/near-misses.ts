import type { AuthorizationRequest, Decision } from "../types.ts";
import type { LayerTrace, Mismatch, NearMiss, StatementTrace } from "./explanation.ts";
import { likeness } from "./likeness.ts";
import type { TracedLayer } from "./trace-layers.ts";
import { traceStatement } from "./trace-statement.ts";

const MOST = 10;

/**
 * The statements that come nearest to allowing an implicitly denied request, nearest first: those about its
 * action, or, when there is none, those about other actions of its service.
 */
export const findNearMisses = (
  request: AuthorizationRequest,
  decision: Decision,
  layers: readonly TracedLayer[],
): readonly NearMiss[] => {
  if (decision.outcome !== "implicitDeny") return [];
  const denying = layers.filter(
    ({ trace }) => trace.layer === decision.layer && trace.outcome === "implicitDeny",
  );
  const candidates: Candidate[] = [];
  for (const { concerned, trace: layer } of denying)
    for (const trace of concerned) if (trace.effect === "Allow") candidates.push(candidateOf(trace, layer));
  if (candidates.length > 0) return nearest(candidates);
  // Of statements about other actions the trace says no more than that; as near misses they are asked everything.
  for (const { plan, trace: layer } of denying)
    for (const statement of plan.related())
      candidates.push(candidateOf(traceStatement(statement, request, false), layer));
  return nearest(candidates);
};

type Candidate = { readonly trace: StatementTrace; readonly layer: LayerTrace; readonly distance: number };

const candidateOf = (trace: StatementTrace, layer: LayerTrace): Candidate => ({
  trace,
  layer,
  distance: distanceOf(trace),
});

const nearest = (candidates: Candidate[]): readonly NearMiss[] =>
  candidates
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ trace, layer: { layer, level } }) =>
      level === undefined ? { ...trace, layer } : { ...trace, layer, level },
    );

const distanceOf = ({ mismatches }: StatementTrace): number => {
  let distance = 0;
  for (const mismatch of mismatches) distance += weightOf(mismatch);
  return distance;
};

// A condition is mended more easily than a resource, a resource more easily than a principal or an action; among
// resources and actions, the one that begins like the request's is nearer.
const weightOf = (mismatch: Mismatch): number => {
  switch (mismatch.reason) {
    case "condition":
      return 1;
    case "resource":
      return 8 - 4 * likeness(mismatch.wanted, mismatch.seen);
    case "principal":
      return 32;
    case "action":
      return 128 - 64 * likeness(mismatch.wanted, mismatch.seen);
  }
};
