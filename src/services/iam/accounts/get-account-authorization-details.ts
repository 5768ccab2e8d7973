import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
} from "@aws-sdk/client-iam";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { type GroupRow, groupTable } from "../groups/table.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { paged, pageMembers } from "../paging.ts";
import type { AwsManagedPolicy } from "../policies/aws-managed.ts";
import { type PolicyRow, policyTable } from "../policies/table.ts";
import { type RoleRow, roleTable } from "../roles/table.ts";
import { type UserRow, userTable } from "../users/table.ts";
import { groupDetail, roleDetail, userDetail } from "./authorization-details.ts";
import { awsPolicyDetail, customerPolicyDetail, usedAwsPolicies } from "./managed-policy-detail.ts";

type Item =
  | { readonly kind: "User"; readonly row: UserRow }
  | { readonly kind: "Group"; readonly row: GroupRow }
  | { readonly kind: "Role"; readonly row: RoleRow }
  | { readonly kind: "LocalManagedPolicy"; readonly row: PolicyRow }
  | { readonly kind: "AWSManagedPolicy"; readonly row: AwsManagedPolicy };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const getAccountAuthorizationDetails = iamOperation<
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse
>("GetAccountAuthorizationDetails", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const filter = input.Filter ?? [];
    const wanted = itemsOf(state, scope).filter(({ kind }) => filter.length === 0 || filter.includes(kind));
    const page = paged(wanted, input, ({ kind, row }) => `${kind}/${row.name}`);
    return {
      UserDetailList: page.items.flatMap((item) => (item.kind === "User" ? userDetail(state, item.row) : [])),
      GroupDetailList: page.items.flatMap((item) =>
        item.kind === "Group" ? groupDetail(state, item.row) : [],
      ),
      RoleDetailList: page.items.flatMap((item) => (item.kind === "Role" ? roleDetail(state, item.row) : [])),
      Policies: page.items.flatMap((item) => {
        if (item.kind === "LocalManagedPolicy") return customerPolicyDetail(state, item.row);
        return item.kind === "AWSManagedPolicy" ? awsPolicyDetail(state, scope, item.row) : [];
      }),
      ...pageMembers(page),
    };
  },
});

const itemsOf = (state: Reader, scope: Scope): readonly Item[] => {
  const { accountId } = scope;
  return [
    ...Array.from(state.table(userTable).by("account", accountId), (row): Item => ({ kind: "User", row })),
    ...Array.from(state.table(groupTable).by("account", accountId), (row): Item => ({ kind: "Group", row })),
    ...Array.from(state.table(roleTable).by("account", accountId), (row): Item => ({ kind: "Role", row })),
    ...Array.from(
      state.table(policyTable).by("account", accountId),
      (row): Item => ({ kind: "LocalManagedPolicy", row }),
    ),
    ...usedAwsPolicies(state, scope).map((row): Item => ({ kind: "AWSManagedPolicy", row })),
  ];
};
