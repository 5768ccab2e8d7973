import type { PutRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { checkBoundary } from "../policies/boundary.ts";
import { onRole, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary = iamOperation<PutRolePermissionsBoundaryRequest>(
  "PutRolePermissionsBoundary",
  {
    // The key holds the boundary that is asked for, so that a policy can prescribe it.
    needs: (context, action) => ({
      ...onRole(context, action),
      context: { "iam:PermissionsBoundary": context.input.PermissionsBoundary },
    }),
    run: ({ input, state, scope }) => {
      const role = requireModifiableRole(state, scope, input.RoleName);
      const boundaryArn = checkBoundary(state, scope, input.PermissionsBoundary);
      state.table(roleTable).put({ ...role, boundaryArn });
    },
  },
);
