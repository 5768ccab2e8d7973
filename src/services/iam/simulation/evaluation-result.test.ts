import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { createRole } from "../roles/create-role.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing } from "../testing/documents.ts";
import { createUser } from "../users/create-user.ts";
import { simulateCustomPolicy } from "./simulate-custom-policy.ts";
import { simulatePrincipalPolicy } from "./simulate-principal-policy.ts";

const OTHER = "210987654321";
const cluster = (name: string): string => `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/${name}`;
const statements = (...all: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: all });

describe("a simulated action", () => {
  it("has one result with the most restrictive decision, and each resource's own", async () => {
    const { call } = await openTestPlane();
    const { EvaluationResults } = await call(simulateCustomPolicy, {
      PolicyInputList: [
        statements(
          { Effect: "Allow", Action: "ecs:*", Resource: [cluster("a"), cluster("c")] },
          { Effect: "Deny", Action: "ecs:*", Resource: cluster("c") },
        ),
      ],
      ActionNames: ["ecs:DeleteCluster"],
      ResourceArns: [cluster("a"), cluster("b"), cluster("c")],
    });
    assert.equal(EvaluationResults?.length, 1);
    const [result] = EvaluationResults ?? [];
    assert.equal(result?.EvalDecision, "explicitDeny");
    assert.equal(result?.EvalResourceName, "*");
    assert.equal(result?.MatchedStatements?.length, 1);
    assert.deepEqual(result?.EvalDecisionDetails, {});
    assert.deepEqual(
      result?.ResourceSpecificResults?.map((one) => [
        one.EvalResourceName,
        one.EvalResourceDecision,
        one.MatchedStatements?.length,
      ]),
      [
        [cluster("a"), "allowed", 1],
        [cluster("b"), "implicitDeny", 0],
        [cluster("c"), "explicitDeny", 1],
      ],
    );
  });

  it("on everything has no details", async () => {
    const { call } = await openTestPlane();
    const { EvaluationResults } = await call(simulateCustomPolicy, {
      PolicyInputList: [allowing("ecs:*")],
      ActionNames: ["ecs:ListClusters"],
    });
    assert.equal(EvaluationResults?.[0]?.EvalDecisionDetails, undefined);
  });

  const bucket = (principal: string): string =>
    statements({ Effect: "Allow", Principal: { AWS: principal }, Action: "s3:*", Resource: "*" });
  const rows: readonly (readonly [
    what: string,
    policy: string,
    resourcePolicy: string,
    decision: string,
    details: Readonly<Record<string, string>>,
  ])[] = [
    ["both allow", "s3:*", ACCOUNT, "allowed", { "IAM Policy": "allowed", "Resource Policy": "allowed" }],
    [
      "only the bucket allows",
      "ecs:*",
      ACCOUNT,
      "implicitDeny",
      { "IAM Policy": "implicitDeny", "Resource Policy": "allowed" },
    ],
    [
      "only the caller's account allows",
      "s3:*",
      OTHER,
      "implicitDeny",
      { "IAM Policy": "allowed", "Resource Policy": "implicitDeny" },
    ],
  ];
  for (const [what, action, principal, decision, details] of rows)
    it(`across accounts is ${decision} when ${what}`, async () => {
      const { call } = await openTestPlane();
      const { EvaluationResults } = await call(simulateCustomPolicy, {
        PolicyInputList: [allowing(action)],
        ActionNames: ["s3:GetObject"],
        ResourceArns: ["arn:aws:s3:::bucket/a"],
        ResourcePolicy: bucket(principal),
        ResourceOwner: `arn:aws:iam::${OTHER}:root`,
        CallerArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
      });
      const [result] = EvaluationResults ?? [];
      assert.equal(result?.EvalDecision, decision);
      assert.deepEqual(result?.EvalDecisionDetails, details);
      assert.deepEqual(result?.ResourceSpecificResults?.[0]?.EvalDecisionDetails, details);
    });

  it("of a principal can be called by another user", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName: "david" });
    await call(createRole, {
      RoleName: "deploy",
      AssumeRolePolicyDocument: statements({
        Effect: "Allow",
        Principal: { AWS: ACCOUNT },
        Action: "sts:AssumeRole",
      }),
    });
    const bob = `arn:aws:iam::${ACCOUNT}:user/bob`;
    const request = {
      PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/david`,
      ActionNames: ["s3:GetObject"],
      ResourceArns: ["arn:aws:s3:::bucket/a"],
      ResourcePolicy: bucket(bob),
    };
    const decisionOf = async (more: object): Promise<unknown> =>
      (await call(simulatePrincipalPolicy, { ...request, ...more })).EvaluationResults?.[0]?.EvalDecision;
    assert.equal(await decisionOf({}), "implicitDeny");
    assert.equal(await decisionOf({ CallerArn: bob }), "allowed");
    const role = `arn:aws:iam::${ACCOUNT}:role/deploy`;
    await assert.rejects(decisionOf({ PolicySourceArn: role }), awsError("InvalidInput", /CallerArn/, 400));
    await assert.rejects(decisionOf({ CallerArn: role }), awsError("InvalidInput", /Caller Arn/, 400));
  });
});
