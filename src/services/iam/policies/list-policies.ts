import type { ListPoliciesRequest, ListPoliciesResponse, Policy } from "@aws-sdk/client-iam";
import { iamArn, type Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { paged, pageMembers } from "../paging.ts";
import { awsManagedPolicies } from "./aws-managed.ts";
import { awsPolicy, listedPolicy } from "./policy-shape.ts";
import { policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies = iamOperation<ListPoliciesRequest, ListPoliciesResponse>("ListPolicies", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const { Scope: owner = "All", PathPrefix = "/" } = input;
    const policies = [
      ...(owner === "AWS" ? [] : ownPolicies(state, scope)),
      ...(owner === "Local" ? [] : policiesOfAws(state, scope)),
    ].filter((policy) => policy.Path?.startsWith(PathPrefix) && isWanted(policy, input));
    const page = paged(policies, input, (policy) => policy.Arn ?? "");
    return { Policies: page.items, ...pageMembers(page) };
  },
});

const ownPolicies = (state: Reader, scope: Scope): readonly Given<Policy>[] =>
  Array.from(state.table(policyTable).by("account", scope.accountId), (row) => listedPolicy(state, row));

const policiesOfAws = (state: Reader, scope: Scope): readonly Given<Policy>[] =>
  Array.from(awsManagedPolicies().values(), (policy) => {
    const arn = iamArn({ ...scope, accountId: "aws" }, `policy${policy.path}${policy.name}`);
    return awsPolicy(state, scope.accountId, policy, arn);
  });

const isWanted = (policy: Given<Policy>, input: Given<ListPoliciesRequest>): boolean => {
  const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = policy;
  const asPolicy = AttachmentCount > 0;
  const asBoundary = PermissionsBoundaryUsageCount > 0;
  if (input.PolicyUsageFilter === "PermissionsPolicy") return asPolicy;
  if (input.PolicyUsageFilter === "PermissionsBoundary") return asBoundary;
  return !input.OnlyAttached || asPolicy;
};
