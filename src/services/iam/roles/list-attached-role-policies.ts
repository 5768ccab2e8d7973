import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { pageMembers } from "../paging.ts";
import { attachedPolicyPage } from "../policies/attachments.ts";
import { onRole, requireRole } from "./find-role.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies = iamOperation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
>("ListAttachedRolePolicies", {
  needs: onRole,
  run: ({ input, state, scope }) => {
    const page = attachedPolicyPage(state, requireRole(state, scope, input.RoleName), input);
    return { AttachedPolicies: page.items, ...pageMembers(page) };
  },
});
