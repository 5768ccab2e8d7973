import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAccessKey } from "../iam/access-keys/create-access-key.ts";
import { createRole } from "../iam/roles/create-role.ts";
import { awsError } from "../iam/testing/aws-error.ts";
import { allowing, trusting } from "../iam/testing/documents.ts";
import { createUser } from "../iam/users/create-user.ts";
import { listUsers } from "../iam/users/list-users.ts";
import { putUserPolicy } from "../iam/users/put-user-policy.ts";
import { assumeRole } from "./assume-role.ts";
import { getAccessKeyInfo } from "./get-access-key-info.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getFederationToken } from "./get-federation-token.ts";
import { getSessionToken } from "./get-session-token.ts";
import { ACCOUNT, openTestPlane } from "./testing/plane.ts";

const UserName = "alice";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

const open = async (...actions: readonly string[]) => {
  const plane = await openTestPlane();
  const { call, callerOf } = plane;
  await call(createUser, { UserName });
  await call(createRole, { RoleName: "worker", AssumeRolePolicyDocument: trusting({ AWS: ACCOUNT }) });
  await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: allowing(...actions) });
  const key = (await call(createAccessKey, { UserName })).AccessKey;
  return { ...plane, key, alice: callerOf(key) };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html */
describe("the sessions of users", () => {
  it("from GetSessionToken are the user, but not to IAM nor for further sessions", async () => {
    const { call, callerOf, alice } = await open("iam:*", "sts:*");
    const { Credentials } = await call(getSessionToken, { DurationSeconds: 900 }, alice);
    assert.deepEqual(Credentials?.Expiration, new Date("2026-03-01T12:15:00Z"));
    const session = callerOf(Credentials ?? {});
    assert.equal((await call(getCallerIdentity, {}, session)).Arn, `arn:aws:iam::${ACCOUNT}:user/alice`);
    await call(assumeRole, { RoleArn: ROLE, RoleSessionName: "s1" }, session);
    await call(listUsers, {}, alice);
    await assert.rejects(
      call(listUsers, {}, session),
      awsError("InvalidClientTokenId", "The security token included in the request is invalid", 403),
    );
    const refused = (name: string) =>
      awsError("AccessDenied", `Cannot call ${name} with session credentials`, 403);
    await assert.rejects(call(getSessionToken, {}, session), refused("GetSessionToken"));
    await assert.rejects(call(getFederationToken, { Name: "bob" }, session), refused("GetFederationToken"));
  });

  it("from GetSessionToken need no permission", async () => {
    const { call, alice } = await open("ecs:ListClusters");
    await call(getSessionToken, {}, alice);
    await call(getCallerIdentity, {}, alice);
  });

  it("from GetFederationToken may do what both the user and the session policy grant", async () => {
    const { call, callerOf, alice, plane, state } = await open("sts:*", "ecs:ListClusters", "ecs:RunTask");
    const { decide } = await import("../../authorization/index.ts");
    const may = async (action: string, Policy?: string) => {
      const answer = await call(getFederationToken, { Name: "bob", ...(Policy && { Policy }) }, alice);
      const bob = callerOf(answer.Credentials ?? {});
      assert.equal(bob.principal.arn, `arn:aws:sts::${ACCOUNT}:federated-user/bob`);
      const layers = plane.authority.layersFor(state, bob, { action, resource: "*" });
      return decide({ principal: bob.principal, action, resource: "*", context: {} }, layers).allowed;
    };
    assert.equal(await may("ecs:ListClusters"), false);
    assert.equal(await may("ecs:ListClusters", allowing("ecs:*")), true);
    assert.equal(await may("ecs:StopTask", allowing("ecs:*")), false);
    assert.equal(await may("ecs:RunTask", allowing("ecs:ListClusters")), false);
  });

  it("from GetFederationToken are shaped as AWS shapes them and stay out of IAM and STS", async () => {
    const { call, callerOf, alice } = await open("sts:*", "iam:*");
    const answer = await call(getFederationToken, { Name: "bob" }, alice);
    assert.deepEqual(answer.FederatedUser, {
      FederatedUserId: `${ACCOUNT}:bob`,
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
    });
    assert.equal(answer.PackedPolicySize, 0);
    const bob = callerOf(answer.Credentials ?? {});
    await assert.rejects(call(listUsers, {}, bob), awsError("InvalidClientTokenId", /security token/));
    await assert.rejects(
      call(assumeRole, { RoleArn: ROLE, RoleSessionName: "s1" }, bob),
      awsError("AccessDenied", /federated user/),
    );
    assert.equal((await call(getCallerIdentity, {}, bob)).UserId, `${ACCOUNT}:bob`);
  });

  it("from GetFederationToken need permission on the federated user", async () => {
    const { call, alice } = await open("ecs:*");
    await assert.rejects(
      call(getFederationToken, { Name: "bob" }, alice),
      awsError(
        "AccessDenied",
        `User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::${ACCOUNT}:federated-user/bob`,
        403,
      ),
    );
  });

  it("GetAccessKeyInfo tells the account of a key", async () => {
    const { call, key } = await open("ecs:*");
    assert.deepEqual(await call(getAccessKeyInfo, { AccessKeyId: key.AccessKeyId }), { Account: ACCOUNT });
    await assert.rejects(
      call(getAccessKeyInfo, { AccessKeyId: "AKIAAAAAAAAAAAAAAAAA" }),
      awsError("ValidationError", /not valid/),
    );
  });
});
