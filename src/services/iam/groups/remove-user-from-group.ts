import type { RemoveUserFromGroupRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { requireUser } from "../users/find-user.ts";
import { userTable } from "../users/table.ts";
import { onGroup, requireGroup } from "./find-group.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup = iamOperation<RemoveUserFromGroupRequest>("RemoveUserFromGroup", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    const user = requireUser(state, scope, input.UserName);
    if (!user.groupIds.includes(group.id)) return;
    state.table(userTable).put({ ...user, groupIds: user.groupIds.filter((id) => id !== group.id) });
  },
});
