import type {
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse,
} from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { pageMembers } from "../paging.ts";
import { attachedPolicyPage } from "../policies/attachments.ts";
import { onGroup, requireGroup } from "./find-group.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export const listAttachedGroupPolicies = iamOperation<
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse
>("ListAttachedGroupPolicies", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const page = attachedPolicyPage(state, requireGroup(state, scope, input.GroupName), input);
    return { AttachedPolicies: page.items, ...pageMembers(page) };
  },
});
