import type { GetGroupPolicyRequest, GetGroupPolicyResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { requireInlinePolicy } from "../policies/inline-policies.ts";
import { encodedDocument } from "../policies/policy-document.ts";
import { onGroup, requireGroup } from "./find-group.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export const getGroupPolicy = iamOperation<GetGroupPolicyRequest, GetGroupPolicyResponse>("GetGroupPolicy", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    const policy = requireInlinePolicy(group, input.PolicyName, "group");
    return {
      GroupName: group.name,
      PolicyName: policy.name,
      PolicyDocument: encodedDocument(policy.document),
    };
  },
});
