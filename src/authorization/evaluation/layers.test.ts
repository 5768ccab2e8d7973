import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, decide, type PolicyLayers, type PolicySet, policySet } from "../index.ts";
import { ACCOUNT, ALICE, OTHER_ACCOUNT, requestOf, setOf } from "../testing/cases.ts";
import { PAGES } from "../testing/pages.ts";
import type { AuthorizationPrincipal, Decision, PolicyKind } from "../types.ts";

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const SESSION: AuthorizationPrincipal = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`,
  roleArn: ROLE_ARN,
  accountId: ACCOUNT,
};
const FEDERATED: AuthorizationPrincipal = {
  type: "FederatedUser",
  arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
  userArn: ALICE.arn,
  accountId: ACCOUNT,
};
const ROOT: AuthorizationPrincipal = {
  type: "Root",
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
const SERVICE: AuthorizationPrincipal = {
  type: "Service",
  arn: "",
  serviceName: "ecs.amazonaws.com",
  accountId: "",
};
const ANONYMOUS: AuthorizationPrincipal = { type: "Anonymous", arn: "", accountId: "" };

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
type Spoken = {
  readonly identity?: Says;
  readonly boundary?: Says;
  readonly session?: Says;
  readonly resource?: Says;
  readonly trust?: Says;
  readonly scps?: readonly Says[];
  readonly rcps?: readonly Says[];
};
const layersOf = (spoken: Spoken): PolicyLayers => ({
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

type Row = readonly [
  page: string,
  who: AuthorizationPrincipal,
  spoken: Spoken,
  outcome: Decision["outcome"],
  layer: Decision["layer"],
];

const SAME_ACCOUNT: readonly Row[] = [
  [PAGES.evaluation, ALICE, {}, "implicitDeny", "identity"],
  [PAGES.evaluation, ALICE, { identity: "allow" }, "allowed", "identity"],
  [PAGES.interplay, ALICE, { identity: "deny" }, "explicitDeny", "identity"],
  [PAGES.evaluation, ALICE, { resource: "allow" }, "allowed", "resource"],
  [PAGES.evaluation, ALICE, { identity: "allow", resource: "silent" }, "allowed", "identity"],
  [PAGES.evaluation, ALICE, { identity: "allow", resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.evaluation, ALICE, { identity: "deny", resource: "allow" }, "explicitDeny", "identity"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "allow" }, "allowed", "identity"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "silent" }, "implicitDeny", "boundary"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "deny" }, "explicitDeny", "boundary"],
  [PAGES.boundaries, ALICE, { boundary: "allow" }, "implicitDeny", "identity"],
  [PAGES.policies, SESSION, { identity: "allow" }, "allowed", "identity"],
  [PAGES.policies, SESSION, { identity: "allow", session: "allow" }, "allowed", "identity"],
  [PAGES.policies, SESSION, { identity: "allow", session: "silent" }, "implicitDeny", "session"],
  [PAGES.policies, SESSION, { identity: "allow", session: "deny" }, "explicitDeny", "session"],
  [PAGES.policies, SESSION, { session: "allow" }, "implicitDeny", "identity"],
  [PAGES.evaluation, FEDERATED, { identity: "allow" }, "implicitDeny", "session"],
  [PAGES.evaluation, FEDERATED, { identity: "allow", session: "allow" }, "allowed", "identity"],
  [PAGES.evaluation, FEDERATED, { session: "allow" }, "implicitDeny", "identity"],
  // Which principal a resource policy names decides whether implicit denies elsewhere count.
  [
    PAGES.evaluation,
    ALICE,
    { resource: { allows: { AWS: ALICE.arn } }, boundary: "silent" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    ALICE,
    { resource: { allows: { AWS: ALICE.arn } }, boundary: "deny" },
    "explicitDeny",
    "boundary",
  ],
  [PAGES.evaluation, SESSION, { resource: { allows: { AWS: ROLE_ARN } } }, "allowed", "resource"],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, boundary: "silent" },
    "implicitDeny",
    "boundary",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, session: "silent" },
    "implicitDeny",
    "session",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, boundary: "allow", session: "allow" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: SESSION.arn } }, boundary: "silent", session: "silent" },
    "allowed",
    "resource",
  ],
  [PAGES.evaluation, FEDERATED, { resource: { allows: { AWS: FEDERATED.arn } } }, "allowed", "resource"],
  [PAGES.evaluation, FEDERATED, { resource: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "session"],
  [
    PAGES.evaluation,
    FEDERATED,
    { resource: { allows: { AWS: ALICE.arn } }, session: "allow" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    FEDERATED,
    { resource: { allows: { AWS: ALICE.arn } }, session: "allow", boundary: "silent" },
    "implicitDeny",
    "boundary",
  ],
  // The account is trusted, not its principals: its own policies must allow as well.
  [PAGES.principal, ALICE, { resource: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "identity"],
  [
    PAGES.principal,
    ALICE,
    { resource: { allows: { AWS: ACCOUNT } }, identity: "allow" },
    "allowed",
    "identity",
  ],
  // "For IAM users and role principals within your account, no other permissions are required."
  [
    PAGES.principal,
    SESSION,
    { resource: { allows: "*" }, boundary: "silent", session: "silent" },
    "allowed",
    "resource",
  ],
  [
    PAGES.principal,
    SERVICE,
    { resource: { allows: { Service: "ecs.amazonaws.com" } } },
    "allowed",
    "resource",
  ],
  [PAGES.principal, SERVICE, {}, "implicitDeny", "resource"],
  [PAGES.principal, ANONYMOUS, { resource: "allow" }, "allowed", "resource"],
  [PAGES.principal, ANONYMOUS, { resource: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "resource"],
];

const ORGANIZATION: readonly Row[] = [
  [PAGES.scps, ALICE, { identity: "allow", scps: ["allow"] }, "allowed", "identity"],
  [PAGES.scps, ALICE, { identity: "allow", scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ALICE, { identity: "allow", scps: ["deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ALICE, { scps: ["allow"] }, "implicitDeny", "identity"],
  [
    PAGES.scpEvaluation,
    ALICE,
    { identity: "allow", scps: ["allow", "allow", "allow"] },
    "allowed",
    "identity",
  ],
  [
    PAGES.scpEvaluation,
    ALICE,
    { identity: "allow", scps: ["allow", "silent", "allow"] },
    "implicitDeny",
    "scp",
  ],
  [PAGES.scpEvaluation, ALICE, { identity: "allow", scps: ["silent", "allow"] }, "implicitDeny", "scp"],
  [PAGES.scpEvaluation, ALICE, { identity: "allow", scps: ["allow", "deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ALICE, { identity: "allow", scps: [] }, "allowed", "identity"],
  [PAGES.scps, ALICE, { resource: "allow", scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["allow"] }, "allowed", "root"],
  [
    PAGES.scps,
    { ...SESSION, serviceLinked: true },
    { identity: "allow", scps: ["deny"] },
    "allowed",
    "identity",
  ],
  [PAGES.scps, SERVICE, { resource: "allow", scps: ["deny"] }, "allowed", "resource"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["allow"] }, "allowed", "identity"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["silent"] }, "implicitDeny", "rcp"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["allow", "deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, ROOT, { rcps: ["deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, SERVICE, { resource: "allow", rcps: ["deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, ANONYMOUS, { resource: "allow", rcps: ["deny"] }, "explicitDeny", "rcp"],
  [
    PAGES.rcps,
    { ...SESSION, serviceLinked: true },
    { identity: "allow", rcps: ["deny"] },
    "allowed",
    "identity",
  ],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "allow", scps: ["allow"] }, "allowed", "identity"],
  [
    PAGES.boundaries,
    ALICE,
    { identity: "allow", boundary: "silent", scps: ["allow"] },
    "implicitDeny",
    "boundary",
  ],
];

const THE_ROOT_USER: readonly Row[] = [
  [PAGES.evaluation, ROOT, {}, "allowed", "root"],
  [PAGES.evaluation, ROOT, { resource: "silent" }, "allowed", "root"],
  [PAGES.evaluation, ROOT, { resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.evaluation, ROOT, { boundary: "silent" }, "allowed", "root"],
];

const ACROSS_ACCOUNTS: readonly Row[] = [
  [PAGES.crossAccount, ALICE, { identity: "allow" }, "implicitDeny", "resource"],
  [PAGES.crossAccount, ALICE, { resource: "allow" }, "implicitDeny", "identity"],
  [PAGES.crossAccount, ALICE, { identity: "allow", resource: "allow" }, "allowed", "identity"],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", resource: { allows: { AWS: ACCOUNT } } },
    "allowed",
    "identity",
  ],
  [PAGES.crossAccount, ALICE, { resource: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "identity"],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", resource: { allows: { AWS: ALICE.arn } } },
    "allowed",
    "identity",
  ],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", boundary: "silent", resource: { allows: { AWS: ALICE.arn } } },
    "implicitDeny",
    "boundary",
  ],
  [
    PAGES.crossAccount,
    SESSION,
    { identity: "allow", session: "silent", resource: { allows: { AWS: SESSION.arn } } },
    "implicitDeny",
    "session",
  ],
  [PAGES.crossAccount, ALICE, { identity: "allow", resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.crossAccount, ALICE, { identity: "deny", resource: "allow" }, "explicitDeny", "identity"],
  [PAGES.crossAccount, ROOT, { resource: { allows: { AWS: ACCOUNT } } }, "allowed", "resource"],
  [PAGES.crossAccount, ROOT, {}, "implicitDeny", "resource"],
  [
    PAGES.crossAccount,
    SESSION,
    { identity: "allow", resource: { allows: { AWS: ROLE_ARN } } },
    "allowed",
    "identity",
  ],
];

const TRUST: readonly Row[] = [
  [PAGES.trust, ALICE, { identity: "allow", trust: "silent" }, "implicitDeny", "trust"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ALICE.arn } } }, "allowed", "trust"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "identity"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } }, identity: "allow" }, "allowed", "identity"],
  [PAGES.trust, ALICE, { trust: { denies: { AWS: ALICE.arn } }, identity: "allow" }, "explicitDeny", "trust"],
  [PAGES.trust, SERVICE, { trust: { allows: { Service: "ecs.amazonaws.com" } } }, "allowed", "trust"],
  [PAGES.trust, SERVICE, { trust: { allows: { Service: "ec2.amazonaws.com" } } }, "implicitDeny", "trust"],
  [PAGES.trust, ROOT, { trust: "silent" }, "implicitDeny", "trust"],
];
const TRUST_ACROSS_ACCOUNTS: readonly Row[] = [
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "identity"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } }, identity: "allow" }, "allowed", "identity"],
  [
    PAGES.trust,
    ALICE,
    { trust: { allows: { AWS: OTHER_ACCOUNT } }, identity: "allow" },
    "implicitDeny",
    "trust",
  ],
];

for (const [title, rows, resourceAccount] of [
  ["within an account", SAME_ACCOUNT, ACCOUNT],
  ["in an organization", ORGANIZATION, ACCOUNT],
  ["the root user", THE_ROOT_USER, ACCOUNT],
  ["across accounts", ACROSS_ACCOUNTS, OTHER_ACCOUNT],
  ["role trust policies", TRUST, ACCOUNT],
  ["role trust policies across accounts", TRUST_ACROSS_ACCOUNTS, OTHER_ACCOUNT],
] as const)
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

describe("the deciding statements", () => {
  it("are those of both accounts when both had to allow", () => {
    const layers = layersOf({ identity: "allow", resource: "allow" });
    const { statements } = decide(requestOf({ resourceAccount: OTHER_ACCOUNT }), layers);
    assert.deepEqual(
      statements.map(({ policy }) => policy.kind),
      ["inline", "resource"],
    );
  });

  it("say where they stand in the document as it was written", () => {
    const source = [
      "{",
      '  "Version": "2012-10-17",',
      '  "Statement": [',
      '    { "Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*" },',
      "    {",
      '      "Sid": "B", "Effect": "Allow", "Action": "ecs:*", "Resource": "*"',
      "    }",
      "  ]",
      "}",
    ].join("\r\n");
    const origin = { kind: "managed", name: "p", attachedTo: "user alice" } as const;
    const { statements } = decide(requestOf(), { identity: policySet([compilePolicy(source, origin)]) });
    assert.deepEqual(statements, [
      {
        policy: origin,
        sid: "B",
        index: 1,
        effect: "Allow",
        start: { line: 5, column: 5 },
        end: { line: 7, column: 6 },
      },
    ]);
  });
});
