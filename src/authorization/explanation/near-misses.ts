import type { AuthorizationRequest, Decision } from "../types.ts";
import type { Mismatch, NearMiss, StatementTrace } from "./explanation.ts";
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
  const concerned = denying.flatMap((layer) => nearMissesIn(layer, aboutTheAction));
  if (concerned.length > 0) return nearest(concerned);
  return nearest(denying.flatMap((layer) => relatedIn(layer, request)));
};

const nearest = (misses: readonly NearMiss[]): readonly NearMiss[] => {
  const distances = new Map(misses.map((miss) => [miss, distanceOf(miss)]));
  return misses
    .toSorted((one, other) => (distances.get(one) ?? 0) - (distances.get(other) ?? 0))
    .slice(0, MOST);
};

const aboutTheAction = ({ effect, mismatches }: StatementTrace): boolean =>
  effect === "Allow" && mismatches[0]?.reason !== "action";

const nearMissesIn = (
  { trace: { layer, level, statements } }: TracedLayer,
  isNear: (trace: StatementTrace) => boolean,
): readonly NearMiss[] =>
  statements
    .filter(isNear)
    .map((trace) => (level === undefined ? { ...trace, layer } : { ...trace, layer, level }));

// Of statements about other actions the trace says no more than that; as near misses they are asked everything.
const relatedIn = (
  { set, trace: { layer, level } }: TracedLayer,
  request: AuthorizationRequest,
): readonly NearMiss[] => {
  const service = request.action.slice(0, request.action.indexOf(":") + 1).toLowerCase();
  return set.policies.flatMap(({ statements }) =>
    statements
      .filter(
        (statement) =>
          statement.allows &&
          statement.quote().action.wanted.some((action) => action.toLowerCase().startsWith(service)),
      )
      .map((statement) => ({
        ...traceStatement(statement, request, false),
        layer,
        ...(level !== undefined && { level }),
      })),
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
