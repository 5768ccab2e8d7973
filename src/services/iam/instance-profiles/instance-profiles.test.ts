import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { createAccessKey } from "../access-keys/create-access-key.ts";
import { createRole } from "../roles/create-role.ts";
import { deleteRole } from "../roles/delete-role.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing, trusting } from "../testing/documents.ts";
import { createUser } from "../users/create-user.ts";
import { putUserPolicy } from "../users/put-user-policy.ts";
import { addRoleToInstanceProfile } from "./add-role-to-instance-profile.ts";
import { createInstanceProfile } from "./create-instance-profile.ts";
import { deleteInstanceProfile } from "./delete-instance-profile.ts";
import { getInstanceProfile } from "./get-instance-profile.ts";
import { listInstanceProfilesForRole } from "./list-instance-profiles-for-role.ts";
import { removeRoleFromInstanceProfile } from "./remove-role-from-instance-profile.ts";

const InstanceProfileName = "machines";
const RoleName = "ecsInstanceRole";
const AssumeRolePolicyDocument = trusting({ Service: "ec2.amazonaws.com" });

describe("instance profiles", () => {
  it("hold one role, which stays as long as they hold it", async () => {
    const { call } = await openTestPlane();
    await call(createRole, { RoleName, AssumeRolePolicyDocument });
    await call(createRole, { RoleName: "other", AssumeRolePolicyDocument });
    await call(createInstanceProfile, { InstanceProfileName });
    await call(addRoleToInstanceProfile, { InstanceProfileName, RoleName });
    const { InstanceProfile } = await call(getInstanceProfile, { InstanceProfileName });
    assert.equal(InstanceProfile.Arn, `arn:aws:iam::${ACCOUNT}:instance-profile/machines`);
    assert.deepEqual(
      InstanceProfile.Roles.map((role) => role.RoleName),
      [RoleName],
    );
    assert.equal((await call(listInstanceProfilesForRole, { RoleName })).InstanceProfiles.length, 1);
    await assert.rejects(
      call(addRoleToInstanceProfile, { InstanceProfileName, RoleName: "other" }),
      awsError("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409),
    );
    const first = awsError(
      "DeleteConflict",
      "Cannot delete entity, must remove roles from instance profile first.",
      409,
    );
    await assert.rejects(call(deleteRole, { RoleName }), first);
    await assert.rejects(call(deleteInstanceProfile, { InstanceProfileName }), first);
    await assert.rejects(
      call(removeRoleFromInstanceProfile, { InstanceProfileName, RoleName: "other" }),
      awsError("NoSuchEntity", /other/, 404),
    );
    await call(removeRoleFromInstanceProfile, { InstanceProfileName, RoleName });
    await call(deleteInstanceProfile, { InstanceProfileName });
    await assert.rejects(
      call(getInstanceProfile, { InstanceProfileName }),
      awsError("NoSuchEntity", "Instance Profile machines cannot be found.", 404),
    );
  });

  it("get a role only from those who may pass it to EC2", async () => {
    const { call, callerOf } = await openTestPlane();
    await call(createRole, { RoleName, AssumeRolePolicyDocument });
    await call(createInstanceProfile, { InstanceProfileName });
    await call(createUser, { UserName: "alice" });
    const alice = callerOf((await call(createAccessKey, { UserName: "alice" })).AccessKey);
    const put = (PolicyDocument: string) =>
      call(putUserPolicy, { UserName: "alice", PolicyName: "p", PolicyDocument });
    await put(allowing("iam:AddRoleToInstanceProfile"));
    const add = () => call(addRoleToInstanceProfile, { InstanceProfileName, RoleName }, alice);
    await assert.rejects(
      add(),
      awsError("AccessDenied", /iam:PassRole on resource: arn:aws:iam::123456789012:role\/ecsInstanceRole/),
    );
    const passing = (service: string): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "iam:AddRoleToInstanceProfile", Resource: "*" },
          {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "*",
            Condition: { StringEquals: { "iam:PassedToService": service } },
          },
        ],
      });
    await put(passing("ecs-tasks.amazonaws.com"));
    await assert.rejects(add(), awsError("AccessDenied", /iam:PassRole/));
    await put(passing("ec2.amazonaws.com"));
    await add();
  });
});
