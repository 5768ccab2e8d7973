import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide, type PolicyLayers, type PolicySet, policySet } from "../index.ts";
import type { AuthorizationPrincipal, Decision, PolicyKind } from "../types.ts";
import { ACCOUNT, ALICE, OTHER_ACCOUNT, requestOf, setOf } from "./cases.ts";

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/deploy`;
export const SESSION: AuthorizationPrincipal = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`,
  roleArn: ROLE_ARN,
  accountId: ACCOUNT,
};
export const FEDERATED: AuthorizationPrincipal = {
  type: "FederatedUser",
  arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
  userArn: ALICE.arn,
  accountId: ACCOUNT,
};
export const ROOT: AuthorizationPrincipal = {
  type: "Root",
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
export const SERVICE: AuthorizationPrincipal = {
  type: "Service",
  arn: "",
  serviceName: "ecs.amazonaws.com",
  accountId: "",
};
export const ANONYMOUS: AuthorizationPrincipal = { type: "Anonymous", arn: "", accountId: "" };

/** What a layer says: allow, deny, nothing (present, silent), or how it names the principal it allows. */
type Says = "allow" | "deny" | "silent" | { readonly allows: unknown } | { readonly denies: unknown };
const saying = (kind: PolicyKind, says: Says): PolicySet => {
  if (says === "silent") return policySet([]);
  const byName = kind === "resource" || kind === "trust" || kind === "rcp";
  const [effect, principal] =
    typeof says === "string"
      ? ([says, "*"] as const)
      : "allows" in says
        ? (["allow", says.allows] as const)
        : (["deny", says.denies] as const);
  return setOf(kind, {
    Effect: effect === "allow" ? "Allow" : "Deny",
    Action: kind === "trust" ? "sts:AssumeRole" : "*",
    ...(kind !== "trust" && { Resource: "*" }),
    ...(byName && { Principal: principal }),
  });
};
/** What each layer says; one left out is not there. */
export type Spoken = {
  readonly identity?: Says;
  readonly boundary?: Says;
  readonly session?: Says;
  readonly resource?: Says;
  readonly trust?: Says;
  readonly scps?: readonly Says[];
  readonly rcps?: readonly Says[];
};
/** The layers in which what is spoken is said. */
export const layersOf = (spoken: Spoken): PolicyLayers => ({
  identity: saying("inline", spoken.identity ?? "silent"),
  ...(spoken.boundary && { boundary: saying("boundary", spoken.boundary) }),
  ...(spoken.session && { session: saying("session", spoken.session) }),
  ...(spoken.resource && { resource: saying("resource", spoken.resource) }),
  ...(spoken.trust && {
    resource:
      spoken.trust === "silent"
        ? setOf("trust", {
            Effect: "Allow",
            Principal: { AWS: OTHER_ACCOUNT },
            Action: "sts:SetSourceIdentity",
          })
        : saying("trust", spoken.trust),
  }),
  ...(spoken.scps && { scps: spoken.scps.map((says) => saying("scp", says)) }),
  ...(spoken.rcps && { rcps: spoken.rcps.map((says) => saying("rcp", says)) }),
});

/** Page, principal, what the layers say, and what comes of it. */
export type Row = readonly [
  page: string,
  who: AuthorizationPrincipal,
  spoken: Spoken,
  outcome: Decision["outcome"],
  layer: Decision["layer"],
];

/** One test for each row; `resourceAccount` owns the resource. */
export const testRows = (title: string, rows: readonly Row[], resourceAccount: string): void => {
  describe(title, () => {
    for (const [page, principal, spoken, outcome, layer] of rows)
      it(`${principal.type}: ${JSON.stringify(spoken)} is ${outcome} by ${layer} (${page})`, () => {
        const action = "trust" in spoken ? "sts:AssumeRole" : "ecs:RunTask";
        // A principal without account is in nobody's account.
        const scope = principal.accountId === "" ? {} : { resourceAccount };
        const decision = decide(requestOf({ principal, action, ...scope }), layersOf(spoken));
        assert.deepEqual(
          { outcome: decision.outcome, layer: decision.layer, allowed: decision.allowed },
          { outcome, layer, allowed: outcome === "allowed" },
        );
      });
  });
};
