import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRole } from "../iam/roles/create-role.ts";
import { createServiceLinkedRole } from "../iam/roles/create-service-linked-role.ts";
import { awsError } from "../iam/testing/aws-error.ts";
import { trusting } from "../iam/testing/documents.ts";
import { assumeRole } from "./assume-role.ts";
import { mayServiceAssume, serviceCaller } from "./service-principal.ts";
import { ACCOUNT, openTestPlane } from "./testing/plane.ts";

const TASKS = "ecs-tasks.amazonaws.com";
const RoleName = "task";
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/task`;
const RoleSessionName = "0123456789abcdef";

const open = async (AssumeRolePolicyDocument: string) => {
  const plane = await openTestPlane();
  await plane.call(createRole, { RoleName, AssumeRolePolicyDocument });
  return plane;
};

describe("services as callers", () => {
  it("assume the roles that trust them, for as long as they like", async () => {
    const { call, callerOf, state } = await open(trusting({ Service: TASKS }));
    const caller = serviceCaller(TASKS, ACCOUNT);
    const answer = await call(assumeRole, { RoleArn, RoleSessionName, DurationSeconds: 21_600 }, caller);
    assert.equal(callerOf(answer.Credentials ?? {}).principal.roleArn, RoleArn);
    assert.ok(mayServiceAssume(state, RoleArn, TASKS));
  });

  it("assume no others, and no role that is not there", async () => {
    const { call, state } = await open(trusting({ Service: "ec2.amazonaws.com" }));
    const caller = serviceCaller(TASKS, ACCOUNT);
    for (const arn of [RoleArn, `${RoleArn}2`]) {
      assert.equal(mayServiceAssume(state, arn, TASKS), false);
      await assert.rejects(
        call(assumeRole, { RoleArn: arn, RoleSessionName }, caller),
        awsError(
          "AccessDenied",
          `User: ${TASKS} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
          403,
        ),
      );
    }
    const everyUser = await open(trusting({ AWS: ACCOUNT }));
    assert.equal(mayServiceAssume(everyUser.state, RoleArn, TASKS), false);
  });

  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
  it("tell for whom, so that a trust policy can keep to its own account and tasks", async () => {
    const source = "arn:aws:ecs:us-east-1:123456789012:task/prod/1";
    const condition = {
      ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:123456789012:*" },
      StringEquals: { "aws:SourceAccount": ACCOUNT },
    };
    const { call, state } = await open(trusting({ Service: TASKS }, "sts:AssumeRole", condition));
    const from = (arn?: string) =>
      call(assumeRole, { RoleArn, RoleSessionName }, serviceCaller(TASKS, ACCOUNT, arn));
    await from(source);
    await assert.rejects(from(), awsError("AccessDenied", /sts:AssumeRole/));
    await assert.rejects(
      from(source.replace("us-east-1", "eu-west-1")),
      awsError("AccessDenied", /sts:AssumeRole/),
    );
    assert.equal(mayServiceAssume(state, RoleArn, TASKS, source), true);
    assert.equal(mayServiceAssume(state, RoleArn, TASKS), false);
  });

  it("give an instance's session the instance it belongs to", async () => {
    const { call, callerOf } = await open(trusting({ Service: "ec2.amazonaws.com" }));
    const instance = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`;
    const caller = serviceCaller("ec2.amazonaws.com", ACCOUNT, instance);
    const answer = await call(assumeRole, { RoleArn, RoleSessionName: "i-1" }, caller);
    const { session } = callerOf(answer.Credentials ?? {});
    assert.deepEqual(session?.context, { "ec2:SourceInstanceArn": instance });
  });

  it("mark the sessions of service-linked roles", async () => {
    const { call, callerOf } = await openTestPlane();
    const { Role } = await call(createServiceLinkedRole, { AWSServiceName: "ecs.amazonaws.com" });
    const answer = await call(
      assumeRole,
      { RoleArn: Role?.Arn ?? "", RoleSessionName: "ecs" },
      serviceCaller("ecs.amazonaws.com", ACCOUNT),
    );
    assert.equal(callerOf(answer.Credentials ?? {}).principal.serviceLinked, true);
  });
});
