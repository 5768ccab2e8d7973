import type { PutRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withInlinePolicy } from "../policies/inline-policies.ts";
import { QUOTAS } from "../quotas.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

const LIMIT = { noun: "role", limit: QUOTAS.RolePolicySize } as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy = iamOperation<PutRolePolicyRequest>("PutRolePolicy", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const policy = { name: input.PolicyName, document: input.PolicyDocument };
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put(withInlinePolicy(role, policy, LIMIT));
  },
});
