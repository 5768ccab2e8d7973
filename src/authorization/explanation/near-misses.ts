import type { AuthorizationRequest, Decision } from "../types.ts";
import type { LayerTrace, Mismatch, NearMiss, StatementTrace } from "./explanation.ts";

const MOST = 10;

/**
 * The statements that come nearest to allowing an implicitly denied request, nearest first: those about its
 * action, or, when there is none, those about other actions of its service.
 */
export const findNearMisses = (
  request: AuthorizationRequest,
  decision: Decision,
  layers: readonly LayerTrace[],
): readonly NearMiss[] => {
  if (decision.outcome !== "implicitDeny") return [];
  const service = request.action.slice(0, request.action.indexOf(":") + 1).toLowerCase();
  const candidates = layers
    .filter(({ layer, outcome }) => layer === decision.layer && outcome === "implicitDeny")
    .flatMap(({ layer, level, statements }) =>
      statements
        .filter(({ effect }) => effect === "Allow")
        .map((statement) => ({ ...statement, layer, ...(level !== undefined && { level }) })),
    );
  const concerned = candidates.filter((candidate) => !missesAction(candidate));
  const related = candidates.filter((candidate) => concernsService(candidate, service));
  return (concerned.length > 0 ? concerned : related)
    .map((statement) => ({ statement, distance: distanceOf(statement) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ statement }) => statement);
};

const missesAction = ({ mismatches }: StatementTrace): boolean => mismatches[0]?.reason === "action";

const concernsService = ({ mismatches: [first] }: StatementTrace, service: string): boolean =>
  first?.reason === "action" && first.wanted.some((action) => action.toLowerCase().startsWith(service));

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
  while (length < one.length && one[length] === other[length]) length++;
  return length;
};
