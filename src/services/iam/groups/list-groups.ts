import type { ListGroupsRequest, ListGroupsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { pagedPath, pageMembers } from "../paging.ts";
import { wireGroup } from "./group-shape.ts";
import { groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups = iamOperation<ListGroupsRequest, ListGroupsResponse>("ListGroups", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const page = pagedPath(state.table(groupTable).by("account", scope.accountId), input);
    return { Groups: page.items.map(wireGroup), ...pageMembers(page) };
  },
});
