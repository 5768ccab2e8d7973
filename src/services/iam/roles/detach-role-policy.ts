import type { DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutAttachment } from "../policies/attachments.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy = iamOperation<DetachRolePolicyRequest>("DetachRolePolicy", {
  needs: (context, action) => {
    const need = onRoleWithBoundary(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put(withoutAttachment(role, input.PolicyArn));
  },
});
