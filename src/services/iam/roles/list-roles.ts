import type { ListRolesRequest, ListRolesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { pagedPath, pageMembers } from "../paging.ts";
import { listedRole } from "./role-shape.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = iamOperation<ListRolesRequest, ListRolesResponse>("ListRoles", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const page = pagedPath(state.table(roleTable).by("account", scope.accountId), input);
    return { Roles: page.items.map((row) => listedRole(state, row)), ...pageMembers(page) };
  },
});
