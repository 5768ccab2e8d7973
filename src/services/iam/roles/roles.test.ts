import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing, trusting } from "../testing/documents.ts";
import { createUser } from "../users/create-user.ts";
import { deleteUser } from "../users/delete-user.ts";
import { updateUser } from "../users/update-user.ts";
import { attachRolePolicy } from "./attach-role-policy.ts";
import { createRole } from "./create-role.ts";
import { createServiceLinkedRole } from "./create-service-linked-role.ts";
import { deleteRole } from "./delete-role.ts";
import { deleteServiceLinkedRole } from "./delete-service-linked-role.ts";
import { getRole } from "./get-role.ts";
import { getRolePolicy } from "./get-role-policy.ts";
import { getServiceLinkedRoleDeletionStatus } from "./get-service-linked-role-deletion-status.ts";
import { listAttachedRolePolicies } from "./list-attached-role-policies.ts";
import { listRolePolicies } from "./list-role-policies.ts";
import { listRoles } from "./list-roles.ts";
import { putRolePolicy } from "./put-role-policy.ts";
import { updateAssumeRolePolicy } from "./update-assume-role-policy.ts";
import { updateRole } from "./update-role.ts";

const RoleName = "worker";
const ECS_TASKS = trusting({ Service: "ecs-tasks.amazonaws.com" });

describe("roles", () => {
  it("are shown by CreateRole, GetRole and ListRoles as AWS shows them", async () => {
    const { call } = await openTestPlane();
    const { Role } = await call(createRole, {
      RoleName,
      AssumeRolePolicyDocument: ECS_TASKS,
      Description: "works",
      Tags: [{ Key: "team", Value: "blue" }],
    });
    assert.match(Role.RoleId, /^AROA[A-Z2-7]{17}$/);
    assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""), ECS_TASKS);
    assert.ok(!("MaxSessionDuration" in Role));
    assert.deepEqual(Role.Tags, [{ Key: "team", Value: "blue" }]);
    const whole = (await call(getRole, { RoleName })).Role;
    assert.deepEqual(whole, { ...Role, MaxSessionDuration: 3600, RoleLastUsed: {} });
    const [listed] = (await call(listRoles, {})).Roles;
    const { Tags: _tags, ...withoutTags } = Role;
    assert.deepEqual(listed, withoutTags);
    await assert.rejects(
      call(createRole, { RoleName, AssumeRolePolicyDocument: ECS_TASKS }),
      awsError("EntityAlreadyExists", "Role with name worker already exists.", 409),
    );
  });

  it("carry documents percent-encoded once", async () => {
    const { call } = await openTestPlane();
    await call(createRole, { RoleName, AssumeRolePolicyDocument: ECS_TASKS });
    const PolicyDocument = allowing("s3:Get*")
      .replace('"*"]', '"*"]')
      .replace('"Resource":"*"', '"Resource":"arn:aws:s3:::b/a%3Ab(1)!"');
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument });
    const answer = await call(getRolePolicy, { RoleName, PolicyName: "p" });
    assert.equal(decodeURIComponent(answer.PolicyDocument), PolicyDocument);
    assert.match(answer.PolicyDocument, /^[\w.~%-]+$/);
    assert.ok(answer.PolicyDocument.includes("a%253Ab%281%29%21"));
    assert.deepEqual((await call(listRolePolicies, { RoleName })).PolicyNames, ["p"]);
  });

  it("keep inline policies to 10,240 characters, white space not counted", async () => {
    const { call } = await openTestPlane();
    await call(createRole, { RoleName, AssumeRolePolicyDocument: ECS_TASKS });
    const fill = (count: number): string =>
      allowing(...Array.from({ length: count }, (_, index) => `ecs:A${String(index).padStart(5, "0")}`));
    const spaced = fill(600).replaceAll(",", ",\n          ");
    assert.ok(spaced.length > 10_240);
    await call(putRolePolicy, { RoleName, PolicyName: "a", PolicyDocument: spaced });
    await assert.rejects(
      call(putRolePolicy, { RoleName, PolicyName: "b", PolicyDocument: fill(200) }),
      awsError("LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role worker", 409),
    );
    await call(putRolePolicy, { RoleName, PolicyName: "a", PolicyDocument: fill(700) });
  });

  it("refuse trust policies that AWS refuses", async () => {
    const { call } = await openTestPlane();
    const create = (AssumeRolePolicyDocument: string) =>
      call(createRole, { RoleName, AssumeRolePolicyDocument });
    await assert.rejects(
      create("{nope"),
      awsError("MalformedPolicyDocument", /^This policy contains invalid Json/, 400),
    );
    await assert.rejects(
      create(trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/nobody` })),
      awsError(
        "MalformedPolicyDocument",
        `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
        400,
      ),
    );
    await assert.rejects(
      create(allowing("sts:AssumeRole")),
      awsError("MalformedPolicyDocument", /line \d+, column \d+/),
    );
    // Of an account that is elsewhere nothing is known.
    await create(trusting({ AWS: "arn:aws:iam::999999999999:role/ci" }));
  });

  it("trust a user under whatever name, and not whoever has its name later", async () => {
    const { call } = await openTestPlane();
    const { User } = await call(createUser, { UserName: "alice" });
    const arn = `arn:aws:iam::${ACCOUNT}:user/alice`;
    const condition = { StringNotEquals: { "aws:PrincipalArn": arn } };
    // JSON has more than one spelling of the same ARN.
    const trust = trusting({ AWS: [arn] }, "sts:AssumeRole", condition).replace("user/alice", "user\\/alice");
    await call(createRole, { RoleName, AssumeRolePolicyDocument: ECS_TASKS });
    await call(updateAssumeRolePolicy, { RoleName, PolicyDocument: trust });
    const shown = async () => {
      const { Role } = await call(getRole, { RoleName });
      return decodeURIComponent(Role.AssumeRolePolicyDocument ?? "");
    };
    const naming = (name: string) => trusting({ AWS: [name] }, "sts:AssumeRole", condition);
    assert.equal(await shown(), trust);
    await call(updateUser, { UserName: "alice", NewUserName: "alicia" });
    assert.equal(await shown(), naming(`arn:aws:iam::${ACCOUNT}:user/alicia`));
    await call(deleteUser, { UserName: "alicia" });
    assert.equal(await shown(), naming(User?.UserId ?? ""));
    await call(createUser, { UserName: "alice" });
    assert.equal(await shown(), naming(User?.UserId ?? ""));
  });

  it("take ten managed policies, each once, that exist", async () => {
    const { call } = await openTestPlane();
    await call(createRole, { RoleName, AssumeRolePolicyDocument: ECS_TASKS });
    const attach = (PolicyArn: string) => call(attachRolePolicy, { RoleName, PolicyArn });
    await assert.rejects(
      attach("AdministratorAccess-but-no-arn"),
      awsError("ValidationError", "Invalid ARN:  Could not be parsed!", 400),
    );
    const missing = "arn:aws:iam::aws:policy/Nothing";
    await assert.rejects(
      attach(missing),
      awsError("NoSuchEntity", `Policy ${missing} does not exist or is not attachable.`, 404),
    );
    const reserved = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
    await assert.rejects(attach(reserved), awsError("NoSuchEntity", /not attachable/));
    const names = [
      "AdministratorAccess",
      "PowerUserAccess",
      "ReadOnlyAccess",
      "SecurityAudit",
      "IAMFullAccess",
      "IAMReadOnlyAccess",
      "AmazonECS_FullAccess",
      "AmazonEC2FullAccess",
      "AmazonEC2ReadOnlyAccess",
      "AmazonSSMFullAccess",
    ];
    for (const name of names) await attach(`arn:aws:iam::aws:policy/${name}`);
    await attach("arn:aws:iam::aws:policy/AdministratorAccess");
    await assert.rejects(
      attach("arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess"),
      awsError("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409),
    );
    const { AttachedPolicies } = await call(listAttachedRolePolicies, { RoleName });
    assert.equal(AttachedPolicies?.length, 10);
    await assert.rejects(call(deleteRole, { RoleName }), awsError("DeleteConflict", /detach all policies/));
  });

  it("that are linked to a service belong to the service", async () => {
    const { call } = await openTestPlane();
    const AWSServiceName = "ecs.amazonaws.com";
    const { Role } = await call(createServiceLinkedRole, { AWSServiceName });
    assert.equal(
      Role?.Arn,
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    );
    const linked = { RoleName: "AWSServiceRoleForECS" };
    const { AttachedPolicies } = await call(listAttachedRolePolicies, linked);
    assert.deepEqual(
      AttachedPolicies?.map(({ PolicyName }) => PolicyName),
      ["AmazonECSServiceRolePolicy"],
    );
    const taken =
      "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.";
    await assert.rejects(
      call(createServiceLinkedRole, { AWSServiceName }),
      awsError("InvalidInput", taken, 400),
    );
    await assert.rejects(
      call(createServiceLinkedRole, { AWSServiceName, CustomSuffix: "x" }),
      awsError("InvalidInput", "Custom suffix is not allowed for ecs.amazonaws.com", 400),
    );
    await assert.rejects(
      call(createServiceLinkedRole, { AWSServiceName: "constructor" }),
      awsError("InvalidInput", /constructor/),
    );
    const protectedText =
      "Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only modifiable by AWS";
    await assert.rejects(call(deleteRole, linked), awsError("UnmodifiableEntity", protectedText, 400));
    await assert.rejects(
      call(putRolePolicy, { ...linked, PolicyName: "p", PolicyDocument: allowing("*") }),
      awsError("UnmodifiableEntity", protectedText, 400),
    );
    await call(updateRole, { ...linked, Description: "ours" });
    const { DeletionTaskId } = await call(deleteServiceLinkedRole, linked);
    assert.match(
      DeletionTaskId,
      /^task\/aws-service-role\/ecs\.amazonaws\.com\/AWSServiceRoleForECS\/[0-9a-f-]{36}$/,
    );
    assert.deepEqual(await call(getServiceLinkedRoleDeletionStatus, { DeletionTaskId }), {
      Status: "SUCCEEDED",
    });
    await assert.rejects(call(getRole, linked), awsError("NoSuchEntity", /cannot be found/));
  });
});
