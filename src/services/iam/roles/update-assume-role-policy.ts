import type { UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";
import { checkTrustPolicy } from "./trust-policy.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = iamOperation<UpdateAssumeRolePolicyRequest>("UpdateAssumeRolePolicy", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    const trustPolicy = input.PolicyDocument;
    state
      .table(roleTable)
      .put({ ...role, trustPolicy, trustedPrincipals: checkTrustPolicy(state, trustPolicy) });
  },
});
