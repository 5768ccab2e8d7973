import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide, policySet } from "../index.ts";
import { ACCOUNT, ALICE, OTHER_ACCOUNT, requestOf, setOf } from "../testing/cases.ts";
import { PAGES } from "../testing/pages.ts";
import type { AuthorizationPrincipal } from "../types.ts";

const SESSION: AuthorizationPrincipal = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ci/deploy`,
  accountId: ACCOUNT,
};
const PATHLESS: AuthorizationPrincipal = {
  type: "AssumedRole",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`,
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
const ECS: AuthorizationPrincipal = {
  type: "Service",
  arn: "",
  serviceName: "ecs.amazonaws.com",
  accountId: "",
};
const NOBODY: AuthorizationPrincipal = { type: "Anonymous", arn: "", accountId: "" };
const ROOT_ARN = ROOT.arn;
const CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

type Row = readonly [page: string, principal: AuthorizationPrincipal, element: unknown, expected: boolean];

/** Whether a resource policy that allows everything reaches the principal at all: cross-account, identity allows. */
const reaches = (principal: AuthorizationPrincipal, element: object, effect: "Allow" | "Deny"): boolean => {
  const statements = [
    { Effect: effect, ...element, Action: "*", Resource: "*" },
    ...(effect === "Deny" ? [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] : []),
  ];
  const layers = {
    identity: setOf("inline", { Effect: "Allow", Action: "*", Resource: "*" }),
    session: setOf("session", { Effect: "Allow", Action: "*", Resource: "*" }),
    resource: setOf("resource", statements),
  };
  const { allowed } = decide(requestOf({ principal, resourceAccount: OTHER_ACCOUNT }), layers);
  return effect === "Allow" ? allowed : !allowed;
};

const PRINCIPALS: readonly Row[] = [
  [PAGES.principal, ALICE, "*", true],
  [PAGES.principal, ALICE, { AWS: "*" }, true],
  [PAGES.principal, NOBODY, "*", true],
  [PAGES.principal, NOBODY, { AWS: "*" }, true],
  [PAGES.principal, NOBODY, { AWS: ACCOUNT }, false],
  [PAGES.principal, ECS, "*", true],
  [PAGES.principal, ALICE, { AWS: ACCOUNT }, true],
  [PAGES.principal, ALICE, { AWS: ROOT_ARN }, true],
  [PAGES.principal, ALICE, { AWS: OTHER_ACCOUNT }, false],
  [PAGES.principal, ALICE, { AWS: [OTHER_ACCOUNT, ACCOUNT] }, true],
  [PAGES.principal, ALICE, { AWS: ALICE.arn }, true],
  [PAGES.principal, ALICE, { AWS: ALICE.arn.toUpperCase() }, false],
  [PAGES.principal, ALICE, { AWS: `arn:aws:iam::${ACCOUNT}:user/Alice` }, false],
  [PAGES.principal, ALICE, { AWS: `arn:aws:iam::${ACCOUNT}:user/*` }, false],
  [PAGES.principal, ALICE, { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, false],
  [PAGES.principal, ALICE, { AWS: "AIDAEXAMPLEEXAMPLE" }, false],
  [PAGES.principal, ALICE, { Service: "ecs.amazonaws.com" }, false],
  [PAGES.principal, ROOT, { AWS: ACCOUNT }, true],
  [PAGES.principal, ROOT, { AWS: ROOT_ARN }, true],
  [PAGES.principal, ROOT, { AWS: ALICE.arn }, false],
  [PAGES.principal, SESSION, { AWS: SESSION.roleArn }, true],
  [PAGES.principal, SESSION, { AWS: `arn:aws:iam::${ACCOUNT}:role/deploy` }, false],
  [PAGES.principal, PATHLESS, { AWS: `arn:aws:iam::${ACCOUNT}:role/deploy` }, true],
  [PAGES.principal, SESSION, { AWS: SESSION.arn }, true],
  [PAGES.principal, SESSION, { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s2` }, false],
  [PAGES.principal, SESSION, { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/*` }, false],
  [PAGES.principal, SESSION, { AWS: ACCOUNT }, true],
  [PAGES.principal, FEDERATED, { AWS: FEDERATED.arn }, true],
  [PAGES.principal, FEDERATED, { AWS: ALICE.arn }, true],
  [PAGES.principal, FEDERATED, { AWS: ACCOUNT }, true],
  [PAGES.principal, ECS, { Service: "ecs.amazonaws.com" }, true],
  [PAGES.principal, ECS, { Service: ["ec2.amazonaws.com", "ecs.amazonaws.com"] }, true],
  [PAGES.principal, ECS, { Service: "ecs-tasks.amazonaws.com" }, false],
  [PAGES.principal, ECS, { AWS: ACCOUNT }, false],
  [PAGES.principal, { ...ALICE, canonicalUserId: CANONICAL }, { CanonicalUser: CANONICAL }, true],
  [PAGES.principal, ALICE, { CanonicalUser: CANONICAL }, false],
  [PAGES.principal, ALICE, { AWS: OTHER_ACCOUNT, Service: "ecs.amazonaws.com" }, false],
  [PAGES.principal, ECS, { AWS: OTHER_ACCOUNT, Service: "ecs.amazonaws.com" }, true],
];

const NOT_PRINCIPALS_DENY: readonly Row[] = [
  [PAGES.notPrincipal, ALICE, { AWS: [ALICE.arn, ROOT_ARN] }, false],
  [PAGES.notPrincipal, ALICE, { AWS: [ALICE.arn, ACCOUNT] }, false],
  [PAGES.notPrincipal, ALICE, { AWS: ALICE.arn }, true],
  [PAGES.notPrincipal, ALICE, { AWS: ROOT_ARN }, true],
  [PAGES.notPrincipal, ALICE, { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, true],
  [PAGES.notPrincipal, ROOT, { AWS: ROOT_ARN }, false],
  [PAGES.notPrincipal, SESSION, { AWS: [SESSION.arn, SESSION.roleArn, ROOT_ARN] }, false],
  [PAGES.notPrincipal, SESSION, { AWS: [SESSION.arn, ROOT_ARN] }, true],
  [PAGES.notPrincipal, SESSION, { AWS: [SESSION.roleArn, ROOT_ARN] }, true],
  [PAGES.notPrincipal, SESSION, { AWS: [SESSION.arn, SESSION.roleArn] }, true],
  [PAGES.notPrincipal, FEDERATED, { AWS: [FEDERATED.arn, ROOT_ARN] }, false],
  [PAGES.notPrincipal, ECS, { Service: "ecs.amazonaws.com" }, false],
  [PAGES.notPrincipal, ECS, { AWS: ROOT_ARN }, true],
  [PAGES.notPrincipal, NOBODY, { AWS: ROOT_ARN }, true],
  [PAGES.notPrincipal, NOBODY, "*", false],
];

const NOT_PRINCIPALS_ALLOW: readonly Row[] = [
  [PAGES.notPrincipal, ALICE, { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }, true],
  [PAGES.notPrincipal, ALICE, { AWS: ALICE.arn }, false],
  [PAGES.notPrincipal, ALICE, { AWS: ACCOUNT }, false],
  [PAGES.notPrincipal, SESSION, { AWS: SESSION.roleArn }, false],
  [PAGES.notPrincipal, NOBODY, { AWS: ALICE.arn }, true],
  [PAGES.notPrincipal, ALICE, "*", false],
];

const nameOf = (principal: AuthorizationPrincipal): string =>
  `${principal.type} ${principal.roleArn ?? principal.serviceName ?? principal.arn}`;

for (const [title, rows, element, effect] of [
  ["Principal in an Allow", PRINCIPALS, "Principal", "Allow"],
  ["Principal in a Deny", PRINCIPALS, "Principal", "Deny"],
  ["NotPrincipal in a Deny", NOT_PRINCIPALS_DENY, "NotPrincipal", "Deny"],
  ["NotPrincipal in an Allow", NOT_PRINCIPALS_ALLOW, "NotPrincipal", "Allow"],
] as const)
  describe(title, () => {
    for (const [page, principal, value, expected] of rows)
      it(`${JSON.stringify(value)} ${expected ? "reaches" : "leaves out"} ${nameOf(principal)} (${page})`, () => {
        assert.equal(reaches(principal, { [element]: value }, effect), expected);
      });
  });

describe(`a federated provider (${PAGES.principal}#principal-federated-web-identity)`, () => {
  const trust = setOf("trust", {
    Effect: "Allow",
    Principal: { Federated: "accounts.google.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
  });
  const ask = (context: Record<string, string>): boolean =>
    decide(requestOf({ principal: NOBODY, action: "sts:AssumeRoleWithWebIdentity", context }), {
      identity: policySet([]),
      resource: trust,
    }).allowed;
  it("is known by aws:FederatedProvider", () => {
    assert.equal(ask({ "aws:FederatedProvider": "accounts.google.com" }), true);
    assert.equal(ask({ "aws:FederatedProvider": "graph.facebook.com" }), false);
    assert.equal(ask({}), false);
  });
});
