import type { ListUsersRequest, ListUsersResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { pagedPath, pageMembers } from "../paging.ts";
import { userTable } from "./table.ts";
import { listedUser } from "./user-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = iamOperation<ListUsersRequest, ListUsersResponse>("ListUsers", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const page = pagedPath(state.table(userTable).by("account", scope.accountId), input);
    return { Users: page.items.map(listedUser), ...pageMembers(page) };
  },
});
