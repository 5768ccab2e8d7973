import type { AddRoleToInstanceProfileRequest } from "@aws-sdk/client-iam";
import { limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onRole, requireModifiableRole } from "../roles/find-role.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { instanceProfileTable } from "./table.ts";

/**
 * Hands the role to EC2, so the caller must be allowed to pass it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export const addRoleToInstanceProfile = iamOperation<AddRoleToInstanceProfileRequest>(
  "AddRoleToInstanceProfile",
  {
    needs: (context, action) => [
      onInstanceProfile(context, action),
      {
        ...onRole(context, "iam:PassRole"),
        context: { "iam:PassedToService": "ec2.amazonaws.com" },
      },
    ],
    run: ({ input, state, scope }) => {
      const profile = requireInstanceProfile(state, scope, input.InstanceProfileName);
      const role = requireModifiableRole(state, scope, input.RoleName);
      if (profile.roleId !== undefined) throw limitExceeded("InstanceSessionsPerInstanceProfile", 1);
      state.table(instanceProfileTable).put({ ...profile, roleId: role.id });
    },
  },
);
