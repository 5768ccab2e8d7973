import type { ListGroupsForUserRequest, ListGroupsForUserResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onUser, requireUser } from "../users/find-user.ts";
import { wireGroup } from "./group-shape.ts";
import { groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser = iamOperation<ListGroupsForUserRequest, ListGroupsForUserResponse>(
  "ListGroupsForUser",
  {
    needs: onUser,
    run: ({ input, state, scope }) => {
      const { groupIds } = requireUser(state, scope, input.UserName);
      const groups = groupIds.flatMap((id) => state.table(groupTable).get(id) ?? []);
      const page = paged(groups, input, (group) => group.name);
      return { Groups: page.items.map(wireGroup), ...pageMembers(page) };
    },
  },
);
