import type { SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import { policyVersionNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = iamOperation<SetDefaultPolicyVersionRequest>(
  "SetDefaultPolicyVersion",
  {
    needs: onPolicy,
    run: ({ input, state, scope, world }) => {
      const policy = requireOwnPolicy(state, scope, input.PolicyArn);
      if (!policy.versions.some(({ id }) => id === input.VersionId)) {
        throw policyVersionNotFound(policy.arn, input.VersionId);
      }
      state.table(policyTable).put({ ...policy, defaultVersionId: input.VersionId, updatedAt: world.now() });
    },
  },
);
