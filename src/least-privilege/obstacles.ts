import type { DecidingStatement, LayerName } from "../authorization/index.ts";
import type { MissingPermission } from "./missing.ts";

const POLICIES: Readonly<Record<LayerName, string>> = {
  identity: "its identity-based policies",
  boundary: "its permissions boundary",
  session: "the session policy",
  resource: "the resource's own policy",
  trust: "the role's trust policy",
  scp: "the service control policies",
  rcp: "the resource control policies",
};

/** What a person calls the policies of a layer, seen from the principal. */
export const policiesOfLayer = (layer: LayerName, level?: number): string =>
  POLICIES[layer] + (level === undefined ? "" : ` at level ${level} of the organization`);

/** `policy guard (inline, role ci), statement NoStops, line 4, column 5`. */
export const placeOf = ({ policy, sid, index, start }: DecidingStatement): string => {
  const owner = policy.attachedTo === undefined ? policy.kind : `${policy.kind}, ${policy.attachedTo}`;
  return `policy ${policy.name} (${owner}), statement ${sid ?? index + 1}, line ${start.line}, column ${start.column}`;
};

/**
 * What an identity-based policy alone does not mend, each in a sentence: an explicit deny, or another policy that
 * has to say yes as well. Empty when attaching the generated policy is enough.
 */
export const obstaclesOf = ({ action, denial }: MissingPermission): readonly string[] => {
  if (denial.mendable)
    return denial.layers
      .filter(({ layer }) => layer !== "identity")
      .map(({ layer, level }) => `${action}: ${policiesOfLayer(layer, level)} must allow it`);
  switch (denial.because) {
    case "explicitDeny":
      return denial.deniedBy.map(
        (statement) =>
          `${action}: no statement can allow it, as an explicit deny overrides every Allow: ${placeOf(statement)}`,
      );
    case "resourceControlPolicy":
      return [
        `${action}: no statement can allow it: RCPFullAWSAccess is missing at a level of the organization`,
      ];
    case "inexpressible":
      return [`${action}: no statement can name this call exactly`];
  }
};
