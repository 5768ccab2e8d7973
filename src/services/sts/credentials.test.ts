import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAccessKey } from "../iam/access-keys/create-access-key.ts";
import { deleteAccessKey } from "../iam/access-keys/delete-access-key.ts";
import { createRole } from "../iam/roles/create-role.ts";
import { deleteRole } from "../iam/roles/delete-role.ts";
import { allowing, trusting } from "../iam/testing/documents.ts";
import { createUser } from "../iam/users/create-user.ts";
import { deleteUser } from "../iam/users/delete-user.ts";
import { deleteUserPolicy } from "../iam/users/delete-user-policy.ts";
import { putUserPolicy } from "../iam/users/put-user-policy.ts";
import { updateUser } from "../iam/users/update-user.ts";
import { assumeRole } from "./assume-role.ts";
import { getSessionToken } from "./get-session-token.ts";
import { ACCOUNT, openTestPlane } from "./testing/plane.ts";

const UserName = "alice";
const RoleName = "worker";
const AssumeRolePolicyDocument = trusting({ AWS: ACCOUNT });

const open = async () => {
  const plane = await openTestPlane();
  const { call, callerOf, resolve, state, world } = plane;
  await call(createUser, { UserName });
  await call(createRole, { RoleName, AssumeRolePolicyDocument });
  await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: allowing("sts:AssumeRole") });
  const key = (await call(createAccessKey, { UserName })).AccessKey;
  const alice = callerOf(key);
  const assume = async () =>
    (
      await call(
        assumeRole,
        { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`, RoleSessionName: "s1" },
        alice,
      )
    ).Credentials;
  const kindOf = (id: string, token?: string) => resolve(state, id, token, world.now()).kind;
  return { ...plane, key, alice, assume, kindOf };
};

describe("credentials", () => {
  it("of a user come with secret and caller, always the same object", async () => {
    const { key, resolve, state, world } = await open();
    const found = resolve(state, key.AccessKeyId, undefined, world.now());
    assert.ok(found.kind === "ok");
    assert.equal(found.secretAccessKey, key.SecretAccessKey);
    assert.equal(found.caller.userName, UserName);
    assert.equal(resolve(state, key.AccessKeyId, undefined, world.now()), found);
  });

  it("of a user come without a token, those of a session with their own only", async () => {
    const { key, assume, kindOf } = await open();
    const one = await assume();
    const other = await assume();
    assert.ok(one && other);
    assert.equal(kindOf(one.AccessKeyId, one.SessionToken), "ok");
    assert.equal(kindOf(one.AccessKeyId), "unknown");
    assert.equal(kindOf(one.AccessKeyId, other.SessionToken), "unknown");
    assert.equal(kindOf(key.AccessKeyId, one.SessionToken), "unknown");
    assert.equal(kindOf(key.AccessKeyId, ""), "unknown");
    assert.equal(kindOf("AKIAAAAAAAAAAAAAAAAA"), "unknown");
    assert.equal(kindOf(""), "unknown");
  });

  it("of a session end to the millisecond", async () => {
    const { assume, kindOf, advance } = await open();
    const session = await assume();
    assert.ok(session);
    advance(3_600_000 - 1);
    assert.equal(kindOf(session.AccessKeyId, session.SessionToken), "ok");
    advance(1);
    assert.equal(kindOf(session.AccessKeyId, session.SessionToken), "expired");
  });

  it("of a role that is gone are unknown, also when a new one has its name", async () => {
    const { call, assume, kindOf } = await open();
    const session = await assume();
    assert.ok(session);
    await call(deleteRole, { RoleName });
    assert.equal(kindOf(session.AccessKeyId, session.SessionToken), "unknown");
    await call(createRole, { RoleName, AssumeRolePolicyDocument });
    assert.equal(kindOf(session.AccessKeyId, session.SessionToken), "unknown");
  });

  it("of a user's session follow the user: its new name, and its end", async () => {
    const { call, key, alice, callerOf, kindOf } = await open();
    const session = (await call(getSessionToken, {}, alice)).Credentials;
    assert.ok(session);
    await call(updateUser, { UserName, NewUserName: "alicia" });
    assert.equal(callerOf(session).principal.arn, `arn:aws:iam::${ACCOUNT}:user/alicia`);
    assert.equal(callerOf(session).userName, "alicia");
    assert.equal(callerOf(key).userName, "alicia");
    await call(deleteAccessKey, { UserName: "alicia", AccessKeyId: key.AccessKeyId });
    await call(deleteUserPolicy, { UserName: "alicia", PolicyName: "p" });
    await call(deleteUser, { UserName: "alicia" });
    assert.equal(kindOf(session.AccessKeyId, session.SessionToken), "unknown");
    assert.equal(kindOf(key.AccessKeyId), "unknown");
  });

  it("of root are the account's", async () => {
    const { root, callerOf, call } = await open();
    const caller = callerOf({ AccessKeyId: root.accessKeyId });
    assert.deepEqual(caller, {
      principal: { type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
      userId: ACCOUNT,
      accessKeyId: root.accessKeyId,
    });
    const session = (await call(getSessionToken, {}, caller)).Credentials;
    assert.ok(session);
    assert.equal(callerOf(session).principal.type, "Root");
  });
});
