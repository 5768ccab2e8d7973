import type { UntagPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutTags } from "../tags/tag-list.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const untagPolicy = iamOperation<UntagPolicyRequest>("UntagPolicy", {
  needs: (context, action) => ({
    ...onPolicy(context, action),
    context: { "aws:TagKeys": context.input.TagKeys },
  }),
  run: ({ input, state, scope }) => {
    const policy = requireOwnPolicy(state, scope, input.PolicyArn);
    state.table(policyTable).put({ ...policy, tags: withoutTags(policy.tags, input.TagKeys) });
  },
});
