import type { DeleteGroupPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutInlinePolicy } from "../policies/inline-policies.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */
export const deleteGroupPolicy = iamOperation<DeleteGroupPolicyRequest>("DeleteGroupPolicy", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    state.table(groupTable).put(withoutInlinePolicy(group, input.PolicyName, "group"));
  },
});
