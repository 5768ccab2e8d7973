import type { DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutInlinePolicy } from "../policies/inline-policies.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy = iamOperation<DeleteRolePolicyRequest>("DeleteRolePolicy", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put(withoutInlinePolicy(role, input.PolicyName, "role"));
  },
});
