import type { GetRoleRequest, GetRoleResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onRoleWithBoundary, requireRole } from "./find-role.ts";
import { wholeRole } from "./role-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = iamOperation<GetRoleRequest, GetRoleResponse>("GetRole", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => ({ Role: wholeRole(state, requireRole(state, scope, input.RoleName)) }),
});
