import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Caller } from "./caller.ts";
import { callContext, needContext } from "./global-context.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html says of each key when it is
// there; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable has the
// values of aws:userid, aws:username and aws:PrincipalType for each principal.

const accountId = "123456789012";
const scope = { accountId, region: "eu-central-1", partition: "aws" };
const request = { requestId: "r", secureTransport: true, sourceIp: "192.0.2.7", userAgent: "aws-cli/2" };
const now = Date.parse("2026-03-01T12:00:00.500Z");
const session = { name: "s1", issuedAt: now - 90_000, expiresAt: now + 3_600_000 };

const user: Caller = {
  principal: { type: "User", arn: `arn:aws:iam::${accountId}:user/team/alice`, accountId },
  userId: "AIDAEXAMPLE",
  userName: "alice",
};
const role: Caller = {
  principal: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${accountId}:assumed-role/deploy/s1`,
    roleArn: `arn:aws:iam::${accountId}:role/ci/deploy`,
    accountId,
  },
  userId: "AROAEXAMPLE:s1",
  roleId: "AROAEXAMPLE",
  session,
};
const federated: Caller = {
  principal: { type: "FederatedUser", arn: `arn:aws:sts::${accountId}:federated-user/bob`, accountId },
  userId: `${accountId}:bob`,
  session,
};
const root: Caller = {
  principal: { type: "Root", arn: `arn:aws:iam::${accountId}:root`, accountId },
  userId: accountId,
};
const service: Caller = {
  principal: { type: "Service", arn: "", serviceName: "ecs-tasks.amazonaws.com", accountId: "" },
  userId: "ecs-tasks.amazonaws.com",
};

const always = {
  "aws:RequestedRegion": "eu-central-1",
  "aws:SecureTransport": "true",
  "aws:CurrentTime": "2026-03-01T12:00:00Z",
  "aws:EpochTime": "1772366400",
  "aws:ViaAWSService": "false",
  "aws:PrincipalIsAWSService": "false",
  "aws:SourceIp": "192.0.2.7",
  "aws:UserAgent": "aws-cli/2",
  "aws:PrincipalAccount": accountId,
};
const temporary = {
  "aws:TokenIssueTime": "2026-03-01T11:58:30Z",
  "aws:MultiFactorAuthPresent": "false",
};

const rows: readonly (readonly [who: string, caller: Caller, keys: object])[] = [
  [
    "a user",
    user,
    {
      ...always,
      "aws:PrincipalArn": user.principal.arn,
      "aws:PrincipalType": "User",
      "aws:userid": "AIDAEXAMPLE",
      "aws:username": "alice",
    },
  ],
  [
    "a role session",
    role,
    {
      ...always,
      ...temporary,
      "aws:PrincipalArn": role.principal.roleArn,
      "aws:PrincipalType": "AssumedRole",
      "aws:userid": "AROAEXAMPLE:s1",
    },
  ],
  [
    "a federated user",
    federated,
    {
      ...always,
      ...temporary,
      "aws:PrincipalArn": federated.principal.arn,
      "aws:PrincipalType": "FederatedUser",
      "aws:userid": `${accountId}:bob`,
    },
  ],
  [
    "the root user",
    root,
    {
      ...always,
      "aws:PrincipalArn": root.principal.arn,
      "aws:PrincipalType": "Account",
      "aws:userid": accountId,
    },
  ],
];

describe("the context of a call", () => {
  for (const [who, caller, keys] of rows)
    it(`of ${who} has these keys and no others`, () => {
      assert.deepEqual(callContext(caller, scope, request, now, {}), keys);
    });

  it("of a service names the service, and neither account nor ARN", () => {
    const keys = callContext(service, scope, { requestId: "r", secureTransport: true }, now, {});
    assert.equal(keys["aws:PrincipalServiceName"], "ecs-tasks.amazonaws.com");
    assert.deepEqual(keys["aws:PrincipalServiceNamesList"], ["ecs-tasks.amazonaws.com"]);
    assert.equal(keys["aws:PrincipalIsAWSService"], "true");
    for (const key of ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:SourceIp", "aws:UserAgent"])
      assert.ok(!(key in keys), key);
  });

  it("without an organization has no key of one", () => {
    for (const [, caller] of rows)
      for (const key of Object.keys(callContext(caller, scope, request, now, {})))
        assert.doesNotMatch(key, /Org/);
  });

  it("tells how long ago there was a second factor, in seconds", () => {
    const caller = { ...user, session: { ...session, multiFactorAuthenticated: true } };
    const keys = callContext(caller, scope, request, now, {});
    assert.equal(keys["aws:MultiFactorAuthPresent"], "true");
    assert.equal(keys["aws:MultiFactorAuthAge"], "90");
  });

  it("of a service on a principal's behalf says through whom, and not from where", () => {
    const via = ["ecs.amazonaws.com", "ec2.amazonaws.com"];
    const keys = callContext({ ...user, calledVia: via }, scope, request, now, {});
    assert.deepEqual(
      [
        keys["aws:CalledVia"],
        keys["aws:CalledViaFirst"],
        keys["aws:CalledViaLast"],
        keys["aws:ViaAWSService"],
      ],
      [via, "ecs.amazonaws.com", "ec2.amazonaws.com", "true"],
    );
    assert.ok(!("aws:SourceIp" in keys));
  });

  it("has tags of principal, request and resource, and whose the resource is", () => {
    const call = callContext(user, scope, request, now, { team: "web" });
    const keys = needContext(
      call,
      {
        action: "ecs:RunTask",
        resource: "*",
        requestTags: { stage: "test" },
        resourceTags: { owner: "alice" },
        resourceAccount: "210987654321",
        context: { "ecs:cluster": "c", "ecs:task-cpu": undefined },
      },
      accountId,
    );
    assert.equal(keys["aws:PrincipalTag/team"], "web");
    assert.equal(keys["aws:RequestTag/stage"], "test");
    assert.deepEqual(keys["aws:TagKeys"], ["stage"]);
    assert.equal(keys["aws:ResourceTag/owner"], "alice");
    assert.equal(keys["ecs:ResourceTag/owner"], "alice");
    assert.equal(keys["aws:ResourceAccount"], "210987654321");
    assert.equal(keys["ecs:cluster"], "c");
    assert.ok(!("ecs:task-cpu" in keys));
    assert.equal(
      needContext(call, { action: "ecs:X", resource: "*" }, accountId)["aws:ResourceAccount"],
      accountId,
    );
  });
});
