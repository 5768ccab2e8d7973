import type { DeletePolicyRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { attachmentCount, boundaryCount } from "./policy-shape.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = iamOperation<DeletePolicyRequest>("DeletePolicy", {
  needs: onPolicy,
  run: ({ input, state, scope }) => {
    const { arn, versions } = requireOwnPolicy(state, scope, input.PolicyArn);
    if (attachmentCount(state, scope.accountId, arn) + boundaryCount(state, scope.accountId, arn) > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    state.table(policyTable).delete(arn);
  },
});
