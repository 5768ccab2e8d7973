import type { ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { pageMembers } from "../paging.ts";
import { attachedPolicyPage } from "../policies/attachments.ts";
import { onUser, requireUser } from "./find-user.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies = iamOperation<
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
>("ListAttachedUserPolicies", {
  needs: onUser,
  run: ({ input, state, scope }) => {
    const page = attachedPolicyPage(state, requireUser(state, scope, input.UserName), input);
    return { AttachedPolicies: page.items, ...pageMembers(page) };
  },
});
