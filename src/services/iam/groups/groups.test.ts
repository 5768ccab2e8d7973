import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { awsError } from "../testing/aws-error.ts";
import { createUser } from "../users/create-user.ts";
import { addUserToGroup } from "./add-user-to-group.ts";
import { attachGroupPolicy } from "./attach-group-policy.ts";
import { createGroup } from "./create-group.ts";
import { deleteGroup } from "./delete-group.ts";
import { detachGroupPolicy } from "./detach-group-policy.ts";
import { getGroup } from "./get-group.ts";
import { listAttachedGroupPolicies } from "./list-attached-group-policies.ts";
import { listGroups } from "./list-groups.ts";
import { listGroupsForUser } from "./list-groups-for-user.ts";
import { removeUserFromGroup } from "./remove-user-from-group.ts";
import { updateGroup } from "./update-group.ts";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const GroupName = "devs";

describe("groups", () => {
  it("hold users, by page, and keep them when renamed", async () => {
    const { call } = await openTestPlane();
    const { Group } = await call(createGroup, { GroupName, Path: "/eng/" });
    assert.equal(Group?.Arn, `arn:aws:iam::${ACCOUNT}:group/eng/devs`);
    for (const UserName of ["carol", "alice", "bob"]) {
      await call(createUser, { UserName });
      await call(addUserToGroup, { UserName, GroupName });
      await call(addUserToGroup, { UserName, GroupName });
    }
    await call(updateGroup, { GroupName, NewGroupName: "makers" });
    const first = await call(getGroup, { GroupName: "makers", MaxItems: 2 });
    assert.deepEqual(
      first.Users.map(({ UserName }) => UserName),
      ["alice", "bob"],
    );
    assert.equal(first.IsTruncated, true);
    const rest = await call(getGroup, { GroupName: "makers", Marker: first.Marker });
    assert.deepEqual(
      rest.Users.map(({ UserName }) => UserName),
      ["carol"],
    );
    const groups = await call(listGroupsForUser, { UserName: "bob" });
    assert.deepEqual(
      groups.Groups.map((group) => group.GroupName),
      ["makers"],
    );
    await assert.rejects(
      call(getGroup, { GroupName }),
      awsError("NoSuchEntity", "The group with name devs cannot be found.", 404),
    );
  });

  it("go only when nobody is in them and nothing hangs on them", async () => {
    const { call } = await openTestPlane();
    await call(createGroup, { GroupName });
    await call(createUser, { UserName: "alice" });
    await call(attachGroupPolicy, { GroupName, PolicyArn: ADMIN });
    await call(addUserToGroup, { GroupName, UserName: "alice" });
    assert.deepEqual((await call(listAttachedGroupPolicies, { GroupName })).AttachedPolicies, [
      { PolicyName: "AdministratorAccess", PolicyArn: ADMIN },
    ]);
    await assert.rejects(
      call(deleteGroup, { GroupName }),
      awsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409),
    );
    await call(detachGroupPolicy, { GroupName, PolicyArn: ADMIN });
    await assert.rejects(
      call(deleteGroup, { GroupName }),
      awsError("DeleteConflict", "Cannot delete entity, must remove users from group first.", 409),
    );
    await call(removeUserFromGroup, { GroupName, UserName: "alice" });
    await call(deleteGroup, { GroupName });
    assert.deepEqual((await call(listGroups, {})).Groups, []);
  });

  it("are ten at the most for a user", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName: "alice" });
    for (let index = 0; index < 11; index++) await call(createGroup, { GroupName: `g${index}` });
    for (let index = 0; index < 10; index++) {
      await call(addUserToGroup, { GroupName: `g${index}`, UserName: "alice" });
    }
    await assert.rejects(
      call(addUserToGroup, { GroupName: "g10", UserName: "alice" }),
      awsError("LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", 409),
    );
  });
});
