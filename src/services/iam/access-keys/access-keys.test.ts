import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { ensureAccount } from "../accounts/ensure-account.ts";
import { awsError } from "../testing/aws-error.ts";
import { createUser } from "../users/create-user.ts";
import { listUsers } from "../users/list-users.ts";
import { createAccessKey } from "./create-access-key.ts";
import { deleteAccessKey } from "./delete-access-key.ts";
import { getAccessKeyLastUsed } from "./get-access-key-last-used.ts";
import { listAccessKeys } from "./list-access-keys.ts";
import { accessKeyTable } from "./table.ts";
import { updateAccessKey } from "./update-access-key.ts";

const UserName = "alice";

describe("access keys", () => {
  it("are two at the most, show their secret once, and are encrypted at rest", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName });
    const { AccessKey } = await call(createAccessKey, { UserName });
    assert.match(AccessKey.AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
    assert.equal(AccessKey.SecretAccessKey.length, 40);
    await call(createAccessKey, { UserName });
    await assert.rejects(
      call(createAccessKey, { UserName }),
      awsError("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409),
    );
    const listed = await call(listAccessKeys, { UserName });
    assert.equal(listed.AccessKeyMetadata.length, 2);
    assert.ok(!JSON.stringify(listed).includes("Secret"));
    assert.deepEqual(accessKeyTable.secrets, ["secretAccessKey"]);
  });

  it("stop working when deactivated or deleted", async () => {
    const { call, resolve, state, world } = await openTestPlane();
    await call(createUser, { UserName });
    const { AccessKeyId } = (await call(createAccessKey, { UserName })).AccessKey;
    const kind = () => resolve(state, AccessKeyId, undefined, world.now()).kind;
    assert.equal(kind(), "ok");
    await call(updateAccessKey, { UserName, AccessKeyId, Status: "Inactive" });
    assert.equal(kind(), "inactive");
    await call(updateAccessKey, { UserName, AccessKeyId, Status: "Active" });
    assert.equal(kind(), "ok");
    await call(deleteAccessKey, { UserName, AccessKeyId });
    assert.equal(kind(), "unknown");
    await assert.rejects(
      call(deleteAccessKey, { UserName, AccessKeyId }),
      awsError("NoSuchEntity", `The Access Key with id ${AccessKeyId} cannot be found.`, 404),
    );
  });

  it("belong to one user: nobody changes another's by its id", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName });
    await call(createUser, { UserName: "bob" });
    const { AccessKeyId } = (await call(createAccessKey, { UserName })).AccessKey;
    await assert.rejects(
      call(updateAccessKey, { UserName: "bob", AccessKeyId, Status: "Inactive" }),
      awsError("NoSuchEntity", /cannot be found/),
    );
    await assert.rejects(call(deleteAccessKey, { AccessKeyId }), awsError("NoSuchEntity", /cannot be found/));
  });

  it("tell when they were used last, without a write for it", async () => {
    const { call, callerOf } = await openTestPlane();
    await call(createUser, { UserName });
    const { AccessKey } = await call(createAccessKey, { UserName });
    const { AccessKeyId } = AccessKey;
    assert.deepEqual(await call(getAccessKeyLastUsed, { AccessKeyId }), {
      UserName,
      AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" },
    });
    await assert.rejects(call(listUsers, {}, callerOf(AccessKey)));
    assert.deepEqual(await call(getAccessKeyLastUsed, { AccessKeyId }), {
      UserName,
      AccessKeyLastUsed: {
        LastUsedDate: new Date("2026-03-01T12:00:00Z"),
        ServiceName: "iam",
        Region: "us-east-1",
      },
    });
  });

  it("of root are made with the account, once", async () => {
    const { state, root, world, call } = await openTestPlane();
    const again = await state.transact((transaction) =>
      ensureAccount(transaction, { accountId: ACCOUNT, world }),
    );
    assert.deepEqual(again, root);
    const other = await state.transact((transaction) =>
      ensureAccount(transaction, { accountId: "210987654321", world }),
    );
    assert.notEqual(other.accessKeyId, root.accessKeyId);
    const listed = await call(listAccessKeys, {});
    assert.deepEqual(
      listed.AccessKeyMetadata.map((key) => key.AccessKeyId),
      [root.accessKeyId],
    );
  });
});
