import type { ListPolicyTagsRequest, ListPolicyTagsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { awsManagedPolicy } from "./aws-managed.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const listPolicyTags = iamOperation<ListPolicyTagsRequest, ListPolicyTagsResponse>("ListPolicyTags", {
  needs: onPolicy,
  run: ({ input, state, scope }) => {
    const ofAws = awsManagedPolicy(input.PolicyArn) !== undefined;
    const tags = ofAws ? [] : requireOwnPolicy(state, scope, input.PolicyArn).tags;
    const page = paged(tags, input, (tag) => tag.Key);
    return { Tags: page.items, ...pageMembers(page) };
  },
});
