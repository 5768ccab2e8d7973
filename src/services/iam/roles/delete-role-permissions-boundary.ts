import type { DeleteRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { noBoundary } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary = iamOperation<DeleteRolePermissionsBoundaryRequest>(
  "DeleteRolePermissionsBoundary",
  {
    needs: onRoleWithBoundary,
    run: ({ input, state, scope }) => {
      const { boundaryArn, ...role } = requireModifiableRole(state, scope, input.RoleName);
      if (boundaryArn === undefined) throw noBoundary("Role", role.name);
      state.table(roleTable).put(role);
    },
  },
);
