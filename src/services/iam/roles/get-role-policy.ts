import type { GetRolePolicyRequest, GetRolePolicyResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { requireInlinePolicy } from "../policies/inline-policies.ts";
import { encodedDocument } from "../policies/policy-document.ts";
import { onRole, requireRole } from "./find-role.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy = iamOperation<GetRolePolicyRequest, GetRolePolicyResponse>("GetRolePolicy", {
  needs: onRole,
  run: ({ input, state, scope }) => {
    const role = requireRole(state, scope, input.RoleName);
    const policy = requireInlinePolicy(role, input.PolicyName, "role");
    return {
      RoleName: role.name,
      PolicyName: policy.name,
      PolicyDocument: encodedDocument(policy.document),
    };
  },
});
