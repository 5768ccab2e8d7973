import type { DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import { deleteConflict, policyVersionNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = iamOperation<DeletePolicyVersionRequest>("DeletePolicyVersion", {
  needs: onPolicy,
  run: ({ input, state, scope, world }) => {
    const policy = requireOwnPolicy(state, scope, input.PolicyArn);
    const versions = policy.versions.filter(({ id }) => id !== input.VersionId);
    if (versions.length === policy.versions.length) {
      throw policyVersionNotFound(policy.arn, input.VersionId);
    }
    if (input.VersionId === policy.defaultVersionId) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    state.table(policyTable).put({ ...policy, versions, updatedAt: world.now() });
  },
});
