import type { AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withAttachment } from "../policies/attachments.ts";
import { QUOTAS } from "../quotas.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

const QUOTA = { name: "PoliciesPerRole", limit: QUOTAS.PoliciesPerRole };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy = iamOperation<AttachRolePolicyRequest>("AttachRolePolicy", {
  needs: (context, action) => {
    const need = onRoleWithBoundary(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put(withAttachment(state, scope, role, input.PolicyArn, QUOTA));
  },
});
