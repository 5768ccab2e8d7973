import type {
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
} from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onRole, requireRole } from "../roles/find-role.ts";
import { listedInstanceProfile } from "./instance-profile-shape.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole = iamOperation<
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
>("ListInstanceProfilesForRole", {
  needs: onRole,
  run: ({ input, state, scope }) => {
    const role = requireRole(state, scope, input.RoleName);
    const page = paged(state.table(instanceProfileTable).by("role", role.id), input, (row) => row.name);
    return {
      InstanceProfiles: page.items.map((row) => listedInstanceProfile(state, row)),
      ...pageMembers(page),
    };
  },
});
