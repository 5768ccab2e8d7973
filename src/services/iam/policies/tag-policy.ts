import type { TagPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const tagPolicy = iamOperation<TagPolicyRequest>("TagPolicy", {
  needs: (context, action) => ({
    ...onPolicy(context, action),
    requestTags: tagRecord(context.input.Tags),
  }),
  run: ({ input, state, scope }) => {
    const policy = requireOwnPolicy(state, scope, input.PolicyArn);
    state.table(policyTable).put({ ...policy, tags: withTags(policy.tags, input.Tags, "Policy") });
  },
});
