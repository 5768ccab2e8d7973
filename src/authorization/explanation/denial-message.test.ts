import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { denialMessage } from "../index.ts";
import { ALICE, requestOf } from "../testing/cases.ts";
import { PAGES } from "../testing/pages.ts";
import type { Decision } from "../types.ts";

const START =
  "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: ecs:ListClusters on resource: *";
const ROWS: readonly (readonly [Decision["outcome"], Decision["layer"], string])[] = [
  [
    "implicitDeny",
    "identity",
    `${START} because no identity-based policy allows the ecs:ListClusters action`,
  ],
  ["explicitDeny", "identity", `${START} with an explicit deny in an identity-based policy`],
  ["implicitDeny", "boundary", `${START} because no permissions boundary allows the ecs:ListClusters action`],
  ["explicitDeny", "boundary", `${START} with an explicit deny in a permissions boundary`],
  ["implicitDeny", "session", `${START} because no session policy allows the ecs:ListClusters action`],
  ["explicitDeny", "session", `${START} with an explicit deny in a sessions policy`],
  [
    "implicitDeny",
    "resource",
    `${START} because no resource-based policy allows the ecs:ListClusters action`,
  ],
  ["explicitDeny", "resource", `${START} with an explicit deny in a resource-based policy`],
  ["implicitDeny", "scp", `${START} because no service control policy allows the ecs:ListClusters action`],
  ["explicitDeny", "scp", `${START} with an explicit deny in a service control policy`],
  ["implicitDeny", "rcp", `${START} because no resource control policy allows the ecs:ListClusters action`],
  ["explicitDeny", "rcp", `${START} with an explicit deny in a resource control policy`],
  ["explicitDeny", "trust", `${START} with an explicit deny in the role trust policy`],
  ["allowed", "identity", ""],
  ["allowed", "root", ""],
];
const decisionOf = (outcome: Decision["outcome"], layer: Decision["layer"]): Decision => ({
  allowed: outcome === "allowed",
  outcome,
  layer,
  statements: [],
});

describe(`AWS's sentences (${PAGES.accessDenied})`, () => {
  const request = requestOf({ action: "ecs:ListClusters", resource: "*" });
  for (const [outcome, layer, sentence] of ROWS)
    it(`${outcome} by ${layer}`, () => {
      assert.equal(denialMessage(request, decisionOf(outcome, layer)), sentence);
    });

  it("of STS say nothing of a trust policy", () => {
    const resource = "arn:aws:iam::123456789012:role/x";
    assert.equal(
      denialMessage(requestOf({ action: "sts:AssumeRole", resource }), decisionOf("implicitDeny", "trust")),
      `User: ${ALICE.arn} is not authorized to perform: sts:AssumeRole on resource: ${resource}`,
    );
    assert.equal(
      denialMessage(
        requestOf({ action: "sts:AssumeRoleWithWebIdentity" }),
        decisionOf("implicitDeny", "trust"),
      ),
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });

  it("name services and strangers", () => {
    const sentence = (type: "Service" | "Anonymous"): string =>
      denialMessage(
        requestOf({ principal: { type, arn: "", serviceName: "ecs.amazonaws.com", accountId: "" } }),
        decisionOf("implicitDeny", "resource"),
      );
    assert.match(sentence("Service"), /^User: ecs\.amazonaws\.com is not/);
    assert.match(sentence("Anonymous"), /^User: anonymous is not/);
  });
});
