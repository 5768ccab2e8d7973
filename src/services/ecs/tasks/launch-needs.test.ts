import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ACCOUNT,
  awsError,
  openTestPlane,
  TASKS_TRUST,
  type TestPlane,
} from "../agents/testing/test-plane.ts";

const definitionArn = (name: string) => `arn:aws:ecs:us-west-2:${ACCOUNT}:task-definition/${name}`;
const clusterArn = `arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/demo`;

const prepared = async () => {
  const plane = await openTestPlane();
  const { arn } = await plane.register();
  await plane.connectedAgent(arn);
  for (const RoleName of ["app", "exec", "other"]) {
    await plane.call("CreateRole", { RoleName, AssumeRolePolicyDocument: TASKS_TRUST });
  }
  await plane.define(undefined, { taskRoleArn: "app", executionRoleArn: "exec", cpu: "256", memory: "512" });
  await plane.define(undefined, { taskRoleArn: "app", executionRoleArn: "exec", cpu: "256", memory: "512" });
  return { plane, arn };
};

const decisionsOf = async (plane: TestPlane, call: () => Promise<unknown>) => {
  const from = plane.decisions.length;
  await call();
  return plane.decisions.slice(from).filter(({ action }) => action !== "sts:AssumeRole");
};

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
describe("RunTask needs", () => {
  it("the action on the revision, PassRole of both roles, and TagResource for tags", async () => {
    const { plane } = await prepared();
    const decisions = await decisionsOf(plane, () => plane.run({ tags: [{ key: "team", value: "a" }] }));
    assert.deepEqual(
      decisions.map(({ action, resource }) => [action, resource]),
      [
        ["ecs:RunTask", definitionArn("web:2")],
        ["iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/app`],
        ["iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/exec`],
        ["ecs:TagResource", `arn:aws:ecs:us-west-2:${ACCOUNT}:task/demo/*`],
      ],
    );
    const [runTask, passRole, , tagResource] = decisions;
    assert.equal(runTask?.context["ecs:cluster"], clusterArn);
    assert.equal(runTask.context["ecs:enable-execute-command"], "false");
    assert.equal(runTask.context["ecs:task-cpu"], "256");
    assert.equal(runTask.context["ecs:task-memory"], "512");
    assert.equal(runTask.context["aws:RequestTag/team"], "a");
    assert.equal(passRole?.context["iam:PassedToService"], "ecs-tasks.amazonaws.com");
    assert.equal(tagResource?.context["ecs:CreateAction"], "RunTask");
    await plane.close();
  });

  it("PassRole of the roles that override", async () => {
    const { plane } = await prepared();
    const decisions = await decisionsOf(plane, () =>
      plane.run({ overrides: { taskRoleArn: "other", cpu: "1 vCPU" } }),
    );
    assert.deepEqual(
      decisions
        .filter(({ action }) => action === "iam:PassRole")
        .map(({ resource }) => resource.split("/")[1]),
      ["other", "exec"],
    );
    assert.equal(decisions[0]?.context["ecs:task-cpu"], "1024");
    await plane.close();
  });

  it("what a policy on one family in one cluster grants, and no more", async () => {
    const { plane } = await prepared();
    await plane.define(undefined, { family: "plain" });
    await plane.define(undefined, { family: "job" });
    const { User } = await plane.call<{ User: { UserId: string; Arn: string } }>("CreateUser", {
      UserName: "alice",
    });
    await plane.call("PutUserPolicy", {
      UserName: "alice",
      PolicyName: "run",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Action: "ecs:RunTask",
          Resource: [definitionArn("plain:*"), definitionArn("web:*")],
          Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
        },
      }),
    });
    await plane.call("CreateCluster", { clusterName: "second" });
    const alice = {
      principal: { type: "User" as const, arn: User.Arn, accountId: ACCOUNT },
      userId: User.UserId,
      userName: "alice",
    };
    const as = (input: object) => plane.call("RunTask", { cluster: "demo", ...input }, alice);
    await as({ taskDefinition: "plain" });
    const denied = (action: string, resource: string) =>
      awsError(
        "AccessDeniedException",
        `User: ${User.Arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
    await assert.rejects(as({ taskDefinition: "job" }), denied("ecs:RunTask", definitionArn("job:1")));
    await assert.rejects(
      as({ taskDefinition: "plain", cluster: "second" }),
      denied("ecs:RunTask", definitionArn("plain:1")),
    );
    await assert.rejects(
      as({ taskDefinition: "web" }),
      denied("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/app`),
    );
    await plane.close();
  });
});

describe("StartTask needs", () => {
  it("the action for each container instance", async () => {
    const { plane, arn } = await prepared();
    const second = (await plane.register()).arn;
    const decisions = await decisionsOf(plane, () =>
      plane.call("StartTask", {
        cluster: "demo",
        taskDefinition: "web:1",
        containerInstances: [arn, second],
      }),
    );
    assert.deepEqual(
      decisions
        .filter(({ action }) => action === "ecs:StartTask")
        .map(({ resource, context }) => [resource, context["ecs:container-instances"]]),
      [
        [definitionArn("web:1"), arn],
        [definitionArn("web:1"), second],
      ],
    );
    await plane.close();
  });

  it("no more decisions than a call may name container instances", async () => {
    const { plane, arn } = await prepared();
    const decisions = await decisionsOf(plane, () =>
      assert.rejects(
        plane.call("StartTask", {
          cluster: "demo",
          taskDefinition: "web:1",
          containerInstances: Array.from({ length: 11 }, () => arn),
        }),
        { code: "InvalidParameterException" },
      ),
    );
    assert.deepEqual(decisions, []);
    await plane.close();
  });
});
