import type { RemoveRoleFromInstanceProfileRequest } from "@aws-sdk/client-iam";
import { notFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { requireRole } from "../roles/find-role.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile = iamOperation<RemoveRoleFromInstanceProfileRequest>(
  "RemoveRoleFromInstanceProfile",
  {
    needs: onInstanceProfile,
    run: ({ input, state, scope }) => {
      const { roleId, ...profile } = requireInstanceProfile(state, scope, input.InstanceProfileName);
      const role = requireRole(state, scope, input.RoleName);
      if (roleId !== role.id) throw notFound("role", input.RoleName);
      state.table(instanceProfileTable).put(profile);
    },
  },
);
