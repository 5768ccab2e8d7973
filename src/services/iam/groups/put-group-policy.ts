import type { PutGroupPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withInlinePolicy } from "../policies/inline-policies.ts";
import { QUOTAS } from "../quotas.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { groupTable } from "./table.ts";

const LIMIT = { noun: "group", limit: QUOTAS.GroupPolicySize } as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export const putGroupPolicy = iamOperation<PutGroupPolicyRequest>("PutGroupPolicy", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const policy = { name: input.PolicyName, document: input.PolicyDocument };
    const group = requireGroup(state, scope, input.GroupName);
    state.table(groupTable).put(withInlinePolicy(group, policy, LIMIT));
  },
});
