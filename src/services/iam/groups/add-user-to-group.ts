import type { AddUserToGroupRequest } from "@aws-sdk/client-iam";
import { limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { requireUser } from "../users/find-user.ts";
import { userTable } from "../users/table.ts";
import { onGroup, requireGroup } from "./find-group.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup = iamOperation<AddUserToGroupRequest>("AddUserToGroup", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    const user = requireUser(state, scope, input.UserName);
    if (user.groupIds.includes(group.id)) return;
    if (user.groupIds.length >= QUOTAS.GroupsPerUser) {
      throw limitExceeded("GroupsPerUser", QUOTAS.GroupsPerUser);
    }
    state.table(userTable).put({ ...user, groupIds: [...user.groupIds, group.id] });
  },
});
