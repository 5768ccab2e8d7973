import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { addUserToGroup } from "../groups/add-user-to-group.ts";
import { createGroup } from "../groups/create-group.ts";
import { putGroupPolicy } from "../groups/put-group-policy.ts";
import { createPolicy } from "../policies/create-policy.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing, denying } from "../testing/documents.ts";
import { createUser } from "../users/create-user.ts";
import { putUserPermissionsBoundary } from "../users/put-user-permissions-boundary.ts";
import { putUserPolicy } from "../users/put-user-policy.ts";
import { getContextKeysForCustomPolicy } from "./get-context-keys-for-custom-policy.ts";
import { simulateCustomPolicy } from "./simulate-custom-policy.ts";
import { simulatePrincipalPolicy } from "./simulate-principal-policy.ts";

const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
const onCluster = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: "ecs:RunTask",
    Resource: "arn:aws:ecs:*:*:task-definition/${aws:PrincipalTag/team, 'none'}:*",
    Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/prod" } },
  },
});

describe("simulations", () => {
  it("of documents answer what the engine decides, with the statement's place", async () => {
    const { call } = await openTestPlane();
    const { EvaluationResults } = await call(simulateCustomPolicy, {
      PolicyInputList: [allowing("ecs:List*"), denying("ecs:ListTasks")],
      ActionNames: ["ecs:ListClusters", "ecs:ListTasks", "ecs:RunTask"],
    });
    const decisions = EvaluationResults?.map((result) => [result.EvalActionName, result.EvalDecision]);
    assert.deepEqual(decisions, [
      ["ecs:ListClusters", "allowed"],
      ["ecs:ListTasks", "explicitDeny"],
      ["ecs:RunTask", "implicitDeny"],
    ]);
    const [first] = EvaluationResults ?? [];
    const source = allowing("ecs:List*");
    assert.deepEqual(first?.MatchedStatements, [
      {
        SourcePolicyId: "PolicyInputList.1",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 1, Column: source.indexOf('{"Effect') + 1 },
        EndPosition: { Line: 1, Column: source.indexOf("]}") + 1 },
      },
    ]);
    assert.deepEqual(first?.OrganizationsDecisionDetail, { AllowedByOrganizations: true });
  });

  it("use the context they are given, and tell what was missing", async () => {
    const { call } = await openTestPlane();
    const ask = (
      ContextEntries: { ContextKeyName: string; ContextKeyValues: string[]; ContextKeyType: "string" }[],
    ) =>
      call(simulateCustomPolicy, {
        PolicyInputList: [onCluster],
        ActionNames: ["ecs:RunTask"],
        ResourceArns: ["arn:aws:ecs:us-east-1:123456789012:task-definition/web:3"],
        ContextEntries,
      });
    const [without] = (await ask([])).EvaluationResults ?? [];
    assert.equal(without?.EvalDecision, "implicitDeny");
    assert.deepEqual(without?.MissingContextValues, ["aws:PrincipalTag/team", "ecs:cluster"]);
    const [given] =
      (
        await ask([
          { ContextKeyName: "aws:principaltag/team", ContextKeyValues: ["web"], ContextKeyType: "string" },
          {
            ContextKeyName: "ecs:cluster",
            ContextKeyValues: ["arn:aws:ecs:us-east-1:123456789012:cluster/prod"],
            ContextKeyType: "string",
          },
        ])
      ).EvaluationResults ?? [];
    assert.equal(given?.EvalDecision, "allowed");
    assert.deepEqual(given?.MissingContextValues, []);
  });

  it("of a principal count its groups and its boundary", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName: "alice" });
    await call(createGroup, { GroupName: "devs" });
    await call(addUserToGroup, { UserName: "alice", GroupName: "devs" });
    await call(putGroupPolicy, { GroupName: "devs", PolicyName: "g", PolicyDocument: allowing("ecs:*") });
    await call(putUserPolicy, { UserName: "alice", PolicyName: "u", PolicyDocument: allowing("ecr:*") });
    const ask = async () => {
      const { EvaluationResults } = await call(simulatePrincipalPolicy, {
        PolicySourceArn: USER,
        ActionNames: ["ecs:ListClusters", "ecr:GetAuthorizationToken"],
      });
      return EvaluationResults?.map((result) => [
        result.EvalDecision,
        result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]);
    };
    assert.deepEqual(await ask(), [
      ["allowed", undefined],
      ["allowed", undefined],
    ]);
    await call(createPolicy, { PolicyName: "limit", PolicyDocument: allowing("ecs:*") });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/limit`;
    await call(putUserPermissionsBoundary, { UserName: "alice", PermissionsBoundary });
    assert.deepEqual(await ask(), [
      ["allowed", true],
      ["implicitDeny", false],
    ]);
  });

  it("decide only the page that is asked for", async () => {
    const { call } = await openTestPlane();
    const request = {
      PolicyInputList: [allowing("ecs:*")],
      ActionNames: Array.from({ length: 128 }, (_, index) => `ecs:A${index}`),
      ResourceArns: Array.from({ length: 500 }, (_, index) => `arn:aws:ecs:us-east-1:1:cluster/c${index}`),
      MaxItems: 600,
    };
    const first = await call(simulateCustomPolicy, { ...request, Marker: "4" });
    const shape = first.EvaluationResults?.map((result) => [
      result.EvalActionName,
      result.ResourceSpecificResults?.length,
    ]);
    // An action is never divided between pages.
    assert.deepEqual(shape, [
      ["ecs:A4", 500],
      ["ecs:A5", 500],
    ]);
    assert.equal(first.IsTruncated, true);
    assert.equal(first.Marker, "6");
    const last = await call(simulateCustomPolicy, { ...request, Marker: "127" });
    assert.deepEqual([last.EvaluationResults?.length, last.IsTruncated, last.Marker], [1, false, undefined]);
  });

  it("refuse what makes no sense", async () => {
    const { call } = await openTestPlane();
    const ActionNames = ["ecs:RunTask"];
    await assert.rejects(
      call(simulatePrincipalPolicy, { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:policy/alice`, ActionNames }),
      awsError("InvalidInput", /does not clearly define entity type and name/, 400),
    );
    await assert.rejects(
      call(simulatePrincipalPolicy, { PolicySourceArn: USER, ActionNames }),
      awsError("NoSuchEntity", "The user with name alice cannot be found.", 404),
    );
    await assert.rejects(
      call(simulateCustomPolicy, { PolicyInputList: ["{"], ActionNames }),
      awsError("InvalidInput", /^PolicyInputList\.1: .*line 1, column/, 400),
    );
    await assert.rejects(
      call(simulateCustomPolicy, { PolicyInputList: [allowing("*")], ActionNames: ["RunTask"] }),
      awsError("InvalidInput", "Invalid Action Name: RunTask", 400),
    );
  });

  it("list the context keys of documents, each once, variables too", async () => {
    const { call } = await openTestPlane();
    const { ContextKeyNames } = await call(getContextKeysForCustomPolicy, {
      PolicyInputList: [onCluster, onCluster.replace("ecs:cluster", "ECS:Cluster"), allowing("ecs:*")],
    });
    assert.deepEqual(ContextKeyNames, ["aws:PrincipalTag/team", "ecs:cluster"]);
  });
});
