import type { AuthorizationRequest, Decision } from "../types.ts";
import type { LayerTrace, Mismatch, NearMiss, StatementTrace } from "./explanation.ts";
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
  const concerned = denying.flatMap(({ trace }) =>
    trace.statements.filter(aboutTheAction).map((statement) => ({ trace: statement, layer: trace })),
  );
  return nearest(concerned.length > 0 ? concerned : denying.flatMap((layer) => relatedIn(layer, request)));
};

type Candidate = { readonly trace: StatementTrace; readonly layer: LayerTrace };

const nearest = (candidates: readonly Candidate[]): readonly NearMiss[] =>
  candidates
    .map((candidate) => ({ candidate, distance: distanceOf(candidate.trace) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ candidate: { trace, layer } }) => ({
      ...trace,
      layer: layer.layer,
      ...(layer.level !== undefined && { level: layer.level }),
    }));

const aboutTheAction = ({ effect, mismatches }: StatementTrace): boolean =>
  effect === "Allow" && mismatches[0]?.reason !== "action";

// Of statements about other actions the trace says no more than that; as near misses they are asked everything.
const relatedIn = (
  { set, trace: layer }: TracedLayer,
  request: AuthorizationRequest,
): readonly Candidate[] => {
  const service = request.action.slice(0, request.action.indexOf(":") + 1).toLowerCase();
  const isRelated = (action: string): boolean => action.toLowerCase().startsWith(service);
  return set.policies.flatMap(({ statements }) =>
    statements
      .filter((statement) => statement.allows && statement.quote().action.wanted.some(isRelated))
      .map((statement) => ({ trace: traceStatement(statement, request, false), layer })),
  );
};

const distanceOf = ({ mismatches }: StatementTrace): number =>
  mismatches.reduce((sum, mismatch) => sum + weightOf(mismatch), 0);

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

const likeness = (wanted: readonly string[], seen: string): number =>
  Math.max(0, ...wanted.map((text) => commonStart(text, seen) / Math.max(text.length, seen.length, 1)));

const commonStart = (one: string, other: string): number => {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
};
