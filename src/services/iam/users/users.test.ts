import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { createAccessKey } from "../access-keys/create-access-key.ts";
import { deleteAccessKey } from "../access-keys/delete-access-key.ts";
import { addUserToGroup } from "../groups/add-user-to-group.ts";
import { createGroup } from "../groups/create-group.ts";
import { removeUserFromGroup } from "../groups/remove-user-from-group.ts";
import { createPolicy } from "../policies/create-policy.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing } from "../testing/documents.ts";
import { attachUserPolicy } from "./attach-user-policy.ts";
import { createUser } from "./create-user.ts";
import { deleteUser } from "./delete-user.ts";
import { deleteUserPermissionsBoundary } from "./delete-user-permissions-boundary.ts";
import { deleteUserPolicy } from "./delete-user-policy.ts";
import { detachUserPolicy } from "./detach-user-policy.ts";
import { getUser } from "./get-user.ts";
import { listUserTags } from "./list-user-tags.ts";
import { listUsers } from "./list-users.ts";
import { putUserPermissionsBoundary } from "./put-user-permissions-boundary.ts";
import { putUserPolicy } from "./put-user-policy.ts";
import { tagUser } from "./tag-user.ts";
import { untagUser } from "./untag-user.ts";
import { updateUser } from "./update-user.ts";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const UserName = "alice";

describe("users", () => {
  it("are created with path, tags and boundary, and shown with them", async () => {
    const { call } = await openTestPlane();
    const { User } = await call(createUser, {
      UserName,
      Path: "/team/",
      Tags: [{ Key: "team", Value: "blue" }],
      PermissionsBoundary: ADMIN,
    });
    assert.equal(User?.Arn, `arn:aws:iam::${ACCOUNT}:user/team/alice`);
    assert.match(User.UserId, /^AIDA[A-Z2-7]{17}$/);
    assert.deepEqual(User.PermissionsBoundary, {
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: ADMIN,
    });
    assert.deepEqual((await call(getUser, { UserName })).User, User);
    const [listed] = (await call(listUsers, { PathPrefix: "/team" })).Users;
    assert.equal(listed?.UserId, User.UserId);
    assert.ok(listed && !("Tags" in listed) && !("PermissionsBoundary" in listed));
    assert.deepEqual((await call(listUsers, { PathPrefix: "/other/" })).Users, []);
  });

  it("have names that differ in more than letter case", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName });
    await assert.rejects(
      call(createUser, { UserName: "ALICE" }),
      awsError("EntityAlreadyExists", "User with name ALICE already exists.", 409),
    );
    assert.equal((await call(getUser, { UserName: "Alice" })).User.UserName, "alice");
  });

  it("are not made when a part of the request is wrong", async () => {
    const { call } = await openTestPlane();
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/none`;
    await assert.rejects(
      call(createUser, { UserName, PermissionsBoundary }),
      awsError("NoSuchEntity", /none/, 404),
    );
    await assert.rejects(
      call(createUser, {
        UserName,
        Tags: [
          { Key: "a", Value: "" },
          { Key: "A", Value: "" },
        ],
      }),
      awsError(
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        400,
      ),
    );
    await assert.rejects(
      call(getUser, { UserName }),
      awsError("NoSuchEntity", "The user with name alice cannot be found.", 404),
    );
  });

  it("keep id, policies and groups when they are renamed", async () => {
    const { call } = await openTestPlane();
    const { User } = await call(createUser, { UserName });
    await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: allowing("iam:GetUser") });
    const key = await call(createAccessKey, { UserName });
    const plane = await openTestPlane();
    await plane.call(createUser, { UserName: "bob" });
    await call(updateUser, { UserName, NewUserName: "alicia", NewPath: "/x/" });
    const renamed = (await call(getUser, { UserName: "alicia" })).User;
    assert.equal(renamed.UserId, User?.UserId);
    assert.equal(renamed.Arn, `arn:aws:iam::${ACCOUNT}:user/x/alicia`);
    await assert.rejects(call(getUser, { UserName }), awsError("NoSuchEntity", /alice/));
    assert.match(key.AccessKey.AccessKeyId, /^AKIA/);
  });

  it("go only when nothing hangs on them", async () => {
    const { call } = await openTestPlane();
    const conflict = (what: string) =>
      awsError("DeleteConflict", `Cannot delete entity, must ${what} first.`, 409);
    await call(createUser, { UserName });
    await call(createGroup, { GroupName: "devs" });
    await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: allowing("iam:GetUser") });
    await call(attachUserPolicy, { UserName, PolicyArn: ADMIN });
    await call(addUserToGroup, { UserName, GroupName: "devs" });
    const { AccessKey } = await call(createAccessKey, { UserName });
    await assert.rejects(call(deleteUser, { UserName }), conflict("delete policies"));
    await call(deleteUserPolicy, { UserName, PolicyName: "p" });
    await assert.rejects(call(deleteUser, { UserName }), conflict("detach all policies"));
    await call(detachUserPolicy, { UserName, PolicyArn: ADMIN });
    await assert.rejects(call(deleteUser, { UserName }), conflict("delete access keys"));
    await call(deleteAccessKey, { UserName, AccessKeyId: AccessKey.AccessKeyId });
    await assert.rejects(call(deleteUser, { UserName }), conflict("remove users from group"));
    await call(removeUserFromGroup, { UserName, GroupName: "devs" });
    await call(deleteUser, { UserName });
    assert.deepEqual((await call(listUsers, {})).Users, []);
  });

  it("take and lose tags, whose keys ignore letter case", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName, Tags: [{ Key: "Team", Value: "blue" }] });
    await call(tagUser, {
      UserName,
      Tags: [
        { Key: "team", Value: "red" },
        { Key: "cost", Value: "1" },
      ],
    });
    assert.deepEqual((await call(listUserTags, { UserName })).Tags, [
      { Key: "cost", Value: "1" },
      { Key: "team", Value: "red" },
    ]);
    await call(untagUser, { UserName, TagKeys: ["TEAM"] });
    assert.deepEqual((await call(listUserTags, { UserName })).Tags, [{ Key: "cost", Value: "1" }]);
  });

  it("take a boundary and lose it", async () => {
    const { call } = await openTestPlane();
    await call(createUser, { UserName });
    await call(createPolicy, { PolicyName: "limit", PolicyDocument: allowing("ecs:*") });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/limit`;
    await call(putUserPermissionsBoundary, { UserName, PermissionsBoundary });
    assert.equal(
      (await call(getUser, { UserName })).User.PermissionsBoundary?.PermissionsBoundaryArn,
      PermissionsBoundary,
    );
    await call(deleteUserPermissionsBoundary, { UserName });
    await assert.rejects(
      call(deleteUserPermissionsBoundary, { UserName }),
      awsError("NoSuchEntity", /boundary/, 404),
    );
  });

  it("need permission even for themselves, and to be renamed for both names", async () => {
    const { call, callerOf } = await openTestPlane();
    await call(createUser, { UserName });
    const alice = callerOf((await call(createAccessKey, { UserName })).AccessKey);
    const refused = (action: string, resource: string) =>
      awsError(
        "AccessDenied",
        `User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
        403,
      );
    const self = `arn:aws:iam::${ACCOUNT}:user/alice`;
    await assert.rejects(call(getUser, {}, alice), refused("iam:GetUser", self));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "iam:*", Resource: "arn:aws:iam::*:user/${aws:username}" },
    });
    await call(putUserPolicy, { UserName, PolicyName: "self", PolicyDocument });
    assert.equal((await call(getUser, {}, alice)).User.UserName, "alice");
    await assert.rejects(
      call(updateUser, { UserName, NewUserName: "root2" }, alice),
      refused("iam:UpdateUser", `arn:aws:iam::${ACCOUNT}:user/root2`),
    );
    await assert.rejects(call(listUsers, {}, alice), refused("iam:ListUsers", "*"));
    await assert.rejects(
      call(tagUser, { UserName: "nobody", Tags: [{ Key: "a", Value: "b" }] }, alice),
      refused("iam:TagUser", `arn:aws:iam::${ACCOUNT}:user/nobody`),
    );
  });

  it("with tags also need the permission to tag", async () => {
    const { call, callerOf } = await openTestPlane();
    await call(createUser, { UserName });
    const alice = callerOf((await call(createAccessKey, { UserName })).AccessKey);
    await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: allowing("iam:CreateUser") });
    await call(createUser, { UserName: "bob" }, alice);
    await assert.rejects(
      call(createUser, { UserName: "carol", Tags: [{ Key: "a", Value: "b" }] }, alice),
      awsError("AccessDenied", /iam:TagUser on resource: arn:aws:iam::123456789012:user\/carol/),
    );
  });

  it("tell the root user about itself", async () => {
    const { call } = await openTestPlane();
    const { User } = await call(getUser, {});
    assert.equal(User.Arn, `arn:aws:iam::${ACCOUNT}:root`);
    assert.equal(User.UserId, ACCOUNT);
    assert.ok(!("UserName" in User));
  });
});
