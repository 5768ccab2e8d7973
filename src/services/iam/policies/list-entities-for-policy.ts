import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from "@aws-sdk/client-iam";
import { policyNotFound } from "../errors.ts";
import { type GroupRow, groupTable } from "../groups/table.ts";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { type RoleRow, roleTable } from "../roles/table.ts";
import { type UserRow, userTable } from "../users/table.ts";
import { awsManagedPolicy } from "./aws-managed.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";

type Entity =
  | { readonly kind: "Group"; readonly row: GroupRow }
  | { readonly kind: "Role"; readonly row: RoleRow }
  | { readonly kind: "User"; readonly row: UserRow };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy = iamOperation<
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse
>("ListEntitiesForPolicy", {
  needs: onPolicy,
  run: ({ input, state, scope }) => {
    const arn = input.PolicyArn;
    if (awsManagedPolicy(arn) === undefined) requireOwnPolicy(state, scope, arn);
    const { EntityFilter, PathPrefix = "/", PolicyUsageFilter } = input;
    if (EntityFilter === "AWSManagedPolicy" || EntityFilter === "LocalManagedPolicy")
      throw policyNotFound(arn);
    const index = PolicyUsageFilter === "PermissionsBoundary" ? "boundary" : "policy";
    const key = `${scope.accountId}/${arn}`;
    const groups = index === "boundary" ? [] : [...state.table(groupTable).by("policy", key)];
    const entities: readonly Entity[] = [
      ...groups.map((row) => ({ kind: "Group" as const, row })),
      ...Array.from(state.table(roleTable).by(index, key), (row) => ({ kind: "Role" as const, row })),
      ...Array.from(state.table(userTable).by(index, key), (row) => ({ kind: "User" as const, row })),
    ];
    const wanted = entities.filter(
      ({ kind, row }) =>
        (EntityFilter === undefined || EntityFilter === kind) && row.path.startsWith(PathPrefix),
    );
    const page = paged(wanted, input, ({ kind, row }) => `${kind}/${row.name}`);
    const rowsOf = (kind: Entity["kind"]) =>
      page.items.filter((entity) => entity.kind === kind).map(({ row }) => row);
    return {
      PolicyGroups: rowsOf("Group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: rowsOf("User").map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: rowsOf("Role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...pageMembers(page),
    };
  },
});
