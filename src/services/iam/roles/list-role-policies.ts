import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onRole, requireRole } from "./find-role.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const listRolePolicies = iamOperation<ListRolePoliciesRequest, ListRolePoliciesResponse>(
  "ListRolePolicies",
  {
    needs: onRole,
    run: ({ input, state, scope }) => {
      const { inlinePolicies } = requireRole(state, scope, input.RoleName);
      const page = paged(inlinePolicies, input, (policy) => policy.name);
      return { PolicyNames: page.items.map((policy) => policy.name), ...pageMembers(page) };
    },
  },
);
