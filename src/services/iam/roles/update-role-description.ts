import type { UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onRoleWithBoundary, requireRole } from "./find-role.ts";
import { listedRole } from "./role-shape.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription = iamOperation<
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse
>("UpdateRoleDescription", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const role = { ...requireRole(state, scope, input.RoleName), description: input.Description };
    state.table(roleTable).put(role);
    return { Role: listedRole(state, role) };
  },
});
