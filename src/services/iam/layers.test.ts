import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decide } from "../../authorization/index.ts";
import type { Caller } from "../../operation/index.ts";
import { ACCOUNT, openTestPlane } from "../sts/testing/plane.ts";
import { createAccessKey } from "./access-keys/create-access-key.ts";
import { addUserToGroup } from "./groups/add-user-to-group.ts";
import { attachGroupPolicy } from "./groups/attach-group-policy.ts";
import { createGroup } from "./groups/create-group.ts";
import { deleteGroupPolicy } from "./groups/delete-group-policy.ts";
import { detachGroupPolicy } from "./groups/detach-group-policy.ts";
import { putGroupPolicy } from "./groups/put-group-policy.ts";
import { removeUserFromGroup } from "./groups/remove-user-from-group.ts";
import { createPolicyLayers } from "./layers.ts";
import { createPolicy } from "./policies/create-policy.ts";
import { createPolicyVersion } from "./policies/create-policy-version.ts";
import { deletePolicyVersion } from "./policies/delete-policy-version.ts";
import { listPolicyVersions } from "./policies/list-policy-versions.ts";
import { setDefaultPolicyVersion } from "./policies/set-default-policy-version.ts";
import { allowing, denying } from "./testing/documents.ts";
import { attachUserPolicy } from "./users/attach-user-policy.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUser } from "./users/delete-user.ts";
import { deleteUserPermissionsBoundary } from "./users/delete-user-permissions-boundary.ts";
import { deleteUserPolicy } from "./users/delete-user-policy.ts";
import { detachUserPolicy } from "./users/detach-user-policy.ts";
import { getUser } from "./users/get-user.ts";
import { putUserPermissionsBoundary } from "./users/put-user-permissions-boundary.ts";
import { putUserPolicy } from "./users/put-user-policy.ts";
import { tagUser } from "./users/tag-user.ts";

const UserName = "alice";
const GroupName = "devs";
const PolicyName = "p";
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/shared`;
const ACTIONS = ["ecs:ListClusters", "ecs:RunTask", "iam:GetUser"] as const;
const need = (action: string) => ({ action, resource: "*" });

const openAlice = async () => {
  const plane = await openTestPlane();
  const { call } = plane;
  await call(createUser, { UserName });
  await call(createGroup, { GroupName });
  await call(createPolicy, { PolicyName: "shared", PolicyDocument: allowing("ecs:RunTask") });
  const alice = plane.callerOf((await call(createAccessKey, { UserName })).AccessKey);
  return { ...plane, alice };
};

type Plane = Awaited<ReturnType<typeof openAlice>>;

/** Changes to what decides about alice; each may fail where it does not apply. */
const CHANGES: Readonly<Record<string, (plane: Plane, document: string) => Promise<unknown>>> = {
  putUser: ({ call }, PolicyDocument) => call(putUserPolicy, { UserName, PolicyName, PolicyDocument }),
  deleteUser: ({ call }) => call(deleteUserPolicy, { UserName, PolicyName }),
  attachUser: ({ call }) => call(attachUserPolicy, { UserName, PolicyArn }),
  detachUser: ({ call }) => call(detachUserPolicy, { UserName, PolicyArn }),
  putGroup: ({ call }, PolicyDocument) => call(putGroupPolicy, { GroupName, PolicyName, PolicyDocument }),
  deleteGroup: ({ call }) => call(deleteGroupPolicy, { GroupName, PolicyName }),
  attachGroup: ({ call }) => call(attachGroupPolicy, { GroupName, PolicyArn }),
  detachGroup: ({ call }) => call(detachGroupPolicy, { GroupName, PolicyArn }),
  join: ({ call }) => call(addUserToGroup, { UserName, GroupName }),
  leave: ({ call }) => call(removeUserFromGroup, { UserName, GroupName }),
  bound: ({ call }) => call(putUserPermissionsBoundary, { UserName, PermissionsBoundary: PolicyArn }),
  unbound: ({ call }) => call(deleteUserPermissionsBoundary, { UserName }),
  tag: ({ call }) => call(tagUser, { UserName, Tags: [{ Key: "a", Value: "b" }] }),
  version: async ({ call }, PolicyDocument) => {
    const { Versions = [] } = await call(listPolicyVersions, { PolicyArn });
    const oldest = Versions.filter((version) => !version.IsDefaultVersion).at(-1)?.VersionId;
    if (Versions.length === 5 && oldest !== undefined)
      await call(deletePolicyVersion, { PolicyArn, VersionId: oldest });
    return call(createPolicyVersion, { PolicyArn, PolicyDocument, SetAsDefault: true });
  },
  firstVersion: ({ call }) => call(setDefaultPolicyVersion, { PolicyArn, VersionId: "v1" }),
};

const documents = fc
  .tuple(fc.boolean(), fc.subarray([...ACTIONS], { minLength: 1 }))
  .map(([allow, actions]) => (allow ? allowing(...actions) : denying(...actions)));

describe("the layers of policies", () => {
  it("remembered decide as those compiled anew, whatever changes", async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(CHANGES)), documents), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        const plane = await openAlice();
        const remembered = createPolicyLayers();
        for (const [name, document] of changes) {
          await CHANGES[name]?.(plane, document).catch(() => undefined);
          const fresh = createPolicyLayers();
          for (const action of ACTIONS) {
            const question = { principal: plane.alice.principal, action, resource: "*", context: {} };
            assert.deepEqual(
              decide(question, remembered.layersFor(plane.state, plane.alice, need(action))),
              decide(question, fresh.layersFor(plane.state, plane.alice, need(action))),
              `${action} after ${name}`,
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("stay the same objects while nothing changes", async () => {
    const { call, state, alice } = await openAlice();
    await call(attachUserPolicy, { UserName, PolicyArn });
    const { layersFor } = createPolicyLayers();
    const first = layersFor(state, alice, need("ecs:RunTask"));
    assert.equal(layersFor(state, alice, need("ecs:ListClusters")), first);
    await call(createUser, { UserName: "bob" });
    assert.equal(layersFor(state, alice, need("ecs:RunTask")), first);
    await call(createPolicyVersion, { PolicyArn, PolicyDocument: denying("ecs:*"), SetAsDefault: true });
    assert.notEqual(layersFor(state, alice, need("ecs:RunTask")), first);
  });

  it("are those before, when a transaction that changed them is undone", async () => {
    const { state, alice } = await openAlice();
    const { layersFor } = createPolicyLayers();
    const before = layersFor(state, alice, need("ecs:RunTask"));
    const { userTable } = await import("./users/table.ts");
    await assert.rejects(
      state.transact((transaction) => {
        const users = transaction.table(userTable);
        const row = users.get(alice.userId);
        assert.ok(row);
        users.put({ ...row, inlinePolicies: [{ name: "p", document: allowing("*") }] });
        assert.equal(layersFor(transaction, alice, need("ecs:RunTask")).identity.policies.length, 1);
        throw new Error("undone");
      }),
      /undone/,
    );
    assert.equal(layersFor(state, alice, need("ecs:RunTask")), before);
  });

  it("are empty for a user that is gone, and for a new one of its name", async () => {
    const plane = await openTestPlane();
    const { call, state } = plane;
    const { User } = await call(createUser, { UserName });
    const alice: Caller = {
      principal: { type: "User", arn: User?.Arn ?? "", accountId: ACCOUNT },
      userId: User?.UserId ?? "",
      userName: UserName,
    };
    await call(deleteUser, { UserName });
    await call(createUser, { UserName });
    await call(putUserPolicy, { UserName, PolicyName, PolicyDocument: allowing("*") });
    const { layersFor } = createPolicyLayers();
    assert.deepEqual(layersFor(state, alice, need("iam:GetUser")).identity.policies, []);
    await assert.rejects(call(getUser, { UserName }, alice), /no identity-based policy/);
  });
});
