import type { UpdateRoleRequest, UpdateRoleResponse } from "@aws-sdk/client-iam";
import { protectedRole } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onRoleWithBoundary, requireRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/**
 * Of a service-linked role only the description may be changed.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
export const updateRole = iamOperation<UpdateRoleRequest, UpdateRoleResponse>("UpdateRole", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const role = requireRole(state, scope, input.RoleName);
    const { Description, MaxSessionDuration } = input;
    if (role.linkedService !== undefined && MaxSessionDuration !== undefined) throw protectedRole(role.name);
    state.table(roleTable).put({
      ...role,
      ...(Description === undefined ? {} : { description: Description }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: MaxSessionDuration }),
    });
    return {};
  },
});
