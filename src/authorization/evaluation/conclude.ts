import type { Grant } from "../matching/match-principal.ts";
import type { AuthorizationRequest, DecidingStatement, Decision, LayerName } from "../types.ts";
import type { CompiledStatement } from "./compile.ts";
import { isCrossAccount, type PolicyLayers, underRcps, underScps } from "./layers.ts";

/** A statement, for all that the conclusion needs of it. */
export type Decider = Pick<CompiledStatement, "deciding">;
/** The strongest grant of the resource-based policy, and the statement that gives it. */
export type GrantFinding = { readonly grant: Grant; readonly statement: Decider | undefined };

/** What was found in the layers: the one input of the conclusion, whoever found it and in how much detail. */
export type Findings = {
  /** The statement of the layer that denies; `level` counts the levels of SCPs and RCPs. */
  readonly denying: (layer: LayerName, level: number) => Decider | undefined;
  readonly allowing: (layer: LayerName, level: number) => Decider | undefined;
  readonly granting: () => GrantFinding;
};

const NO_STATEMENTS: readonly DecidingStatement[] = [];
const implicitDeny = (layer: LayerName): Decision => ({
  allowed: false,
  outcome: "implicitDeny",
  layer,
  statements: NO_STATEMENTS,
});
const explicitDeny = (layer: LayerName, { deciding }: Decider): Decision => ({
  allowed: false,
  outcome: "explicitDeny",
  layer,
  statements: deciding,
});
const allowed = (layer: Decision["layer"], statements: readonly DecidingStatement[]): Decision => ({
  allowed: true,
  outcome: "allowed",
  layer,
  statements,
});

/**
 * Draws the conclusion from what the layers say, in AWS's order.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export const conclude = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
  findings: Findings,
): Decision => {
  const { principal } = request;
  const denial = findDenial(request, layers, findings) ?? findMissingControl(request, layers, findings);
  if (denial !== undefined) return denial;
  const { grant, statement } = findings.granting();
  const resourceLayer = resourceLayerOf(layers);
  const granted = statement?.deciding ?? NO_STATEMENTS;
  const crossAccount = isCrossAccount(request);

  switch (principal.type) {
    case "Service":
    case "Anonymous":
      return grant === "none" ? implicitDeny(resourceLayer) : allowed(resourceLayer, granted);
    case "Root":
      if (grant !== "none") return allowed(resourceLayer, granted);
      // The root user needs no policy in its own account, but nobody assumes a role that does not trust him.
      return crossAccount || resourceLayer === "trust"
        ? implicitDeny(resourceLayer)
        : allowed("root", NO_STATEMENTS);
    default:
  }
  if (grant === "direct" && !crossAccount) return allowed(resourceLayer, granted);
  if (grant === "none" && resourceLayer === "trust" && !crossAccount) return implicitDeny("trust");

  const identity = findings.allowing("identity", 0);
  const viaRole = grant === "role" && !crossAccount;
  if (identity === undefined && !viaRole) return implicitDeny("identity");
  const limit = findLimit(request, layers, findings);
  if (limit !== undefined) return limit;
  if (crossAccount && grant === "none") return implicitDeny(resourceLayer);
  if (identity === undefined) return allowed(resourceLayer, granted);
  const both = crossAccount || resourceLayer === "trust";
  return allowed("identity", both ? [...identity.deciding, ...granted] : identity.deciding);
};

/** `trust` or `resource`, whichever the resource's own policy is. */
export const resourceLayerOf = (layers: PolicyLayers): "trust" | "resource" =>
  layers.resource?.trust === true ? "trust" : "resource";

// "If the code finds even one explicit deny that applies, the code returns a final decision of Deny." Only one kind
// of policy is named then; they are asked in the order in which AWS lists the further steps.
const findDenial = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
  findings: Findings,
): Decision | undefined => {
  const { rcps, scps } = layers;
  if (rcps !== undefined && underRcps(request.principal))
    for (let level = 0; level < rcps.length; level++) {
      const statement = findings.denying("rcp", level);
      if (statement !== undefined) return explicitDeny("rcp", statement);
    }
  if (scps !== undefined && underScps(request.principal))
    for (let level = 0; level < scps.length; level++) {
      const statement = findings.denying("scp", level);
      if (statement !== undefined) return explicitDeny("scp", statement);
    }
  return (
    (layers.resource && findDenialIn(resourceLayerOf(layers), findings)) ??
    findDenialIn("identity", findings) ??
    (layers.boundary && findDenialIn("boundary", findings)) ??
    (layers.session && findDenialIn("session", findings))
  );
};

const findDenialIn = (layer: LayerName, findings: Findings): Decision | undefined => {
  const statement = findings.denying(layer, 0);
  return statement && explicitDeny(layer, statement);
};

// A permission must be allowed at every level from the root of the organization down to the account.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
const findMissingControl = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
  findings: Findings,
): Decision | undefined => {
  const { rcps, scps } = layers;
  if (rcps !== undefined && underRcps(request.principal))
    for (let level = 0; level < rcps.length; level++)
      if (findings.allowing("rcp", level) === undefined) return implicitDeny("rcp");
  if (scps !== undefined && underScps(request.principal))
    for (let level = 0; level < scps.length; level++)
      if (findings.allowing("scp", level) === undefined) return implicitDeny("scp");
  return undefined;
};

const findLimit = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
  findings: Findings,
): Decision | undefined => {
  if (layers.boundary !== undefined && findings.allowing("boundary", 0) === undefined)
    return implicitDeny("boundary");
  // "If there is no session policy, the code checks whether the principal is a role session. … Otherwise, the
  // request is implicitly denied": a federated user has what the session policy gives, or nothing.
  if (layers.session === undefined)
    return request.principal.type === "FederatedUser" ? implicitDeny("session") : undefined;
  return findings.allowing("session", 0) === undefined ? implicitDeny("session") : undefined;
};
