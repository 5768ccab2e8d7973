import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explain, policySet } from "../index.ts";
import { ACCOUNT, ALICE, OTHER_ACCOUNT, requestOf, setOf } from "../testing/cases.ts";
import { api, layers, prod, text } from "../testing/deploy-policy.ts";

describe("the remedy", () => {
  it("is the smallest statement: action, resource and what the service says of the call", () => {
    const { remedy } = explain(
      requestOf({
        resource: api,
        context: { "ecs:cluster": prod, "aws:SourceIp": "10.0.0.1", "ecs:ResourceTag/a": "b" },
      }),
      layers,
    );
    assert.deepEqual(remedy, {
      possible: true,
      statements: [
        {
          layer: "identity",
          statement: {
            Effect: "Allow",
            Action: "ecs:RunTask",
            Resource: api,
            Condition: { ArnEquals: { "ecs:cluster": prod } },
          },
        },
      ],
    });
  });

  it("names PassedToService for PassRole", () => {
    const resource = `arn:aws:iam::${ACCOUNT}:role/task`;
    const context = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    const { remedy } = explain(requestOf({ action: "iam:PassRole", resource, context }), layers);
    assert.deepEqual(remedy?.possible && remedy.statements[0]?.statement.Condition, {
      StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    });
  });

  it("escapes what would be a wildcard", () => {
    const resource = "arn:aws:s3:::bucket/a*b?c$d";
    const { remedy } = explain(requestOf({ action: "s3:GetObject", resource }), layers);
    assert.equal(
      remedy?.possible && remedy.statements[0]?.statement.Resource,
      "arn:aws:s3:::bucket/a${*}b${?}c${$}d",
    );
  });

  it("goes through every layer that lacks an Allow", () => {
    const { remedy } = explain(requestOf({ resourceAccount: OTHER_ACCOUNT }), {
      identity: policySet([]),
      boundary: policySet([]),
      scps: [setOf("scp", { Effect: "Allow", Action: "*", Resource: "*" }), policySet([])],
    });
    assert.deepEqual(
      remedy?.possible &&
        remedy.statements.map(({ layer, level, statement }) => [layer, level, statement.Principal]),
      [
        ["scp", 1, undefined],
        ["identity", undefined, undefined],
        ["boundary", undefined, undefined],
        ["resource", undefined, { AWS: ALICE.arn }],
      ],
    );
  });

  it("is none against an explicit deny, even one behind the layer that denied first", () => {
    const deny = { Effect: "Deny", Action: "*", Resource: "*" };
    const explanation = explain(requestOf(), { identity: setOf("inline", deny) });
    assert.deepEqual(explanation.remedy, { possible: false, because: "explicitDeny", layer: "identity" });
    assert.match(
      text(explanation),
      /No statement would allow this: an explicit deny in the identity-based policies/,
    );
  });

  it("is none where a request can not be named exactly", () => {
    const { remedy } = explain(requestOf({ resource: "arn:aws:ecs:*:*:cluster/x" }), {
      identity: policySet([]),
    });
    assert.deepEqual(remedy, { possible: false, because: "inexpressible", layer: "identity" });
  });
});
