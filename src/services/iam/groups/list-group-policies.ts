import type { ListGroupPoliciesRequest, ListGroupPoliciesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onGroup, requireGroup } from "./find-group.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */
export const listGroupPolicies = iamOperation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>(
  "ListGroupPolicies",
  {
    needs: onGroup,
    run: ({ input, state, scope }) => {
      const { inlinePolicies } = requireGroup(state, scope, input.GroupName);
      const page = paged(inlinePolicies, input, (policy) => policy.name);
      return { PolicyNames: page.items.map((policy) => policy.name), ...pageMembers(page) };
    },
  },
);
