import type { ListUserPoliciesRequest, ListUserPoliciesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onUser, requireUser } from "./find-user.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const listUserPolicies = iamOperation<ListUserPoliciesRequest, ListUserPoliciesResponse>(
  "ListUserPolicies",
  {
    needs: onUser,
    run: ({ input, state, scope }) => {
      const { inlinePolicies } = requireUser(state, scope, input.UserName);
      const page = paged(inlinePolicies, input, (policy) => policy.name);
      return { PolicyNames: page.items.map((policy) => policy.name), ...pageMembers(page) };
    },
  },
);
