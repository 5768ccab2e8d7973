import type { GetGroupRequest, GetGroupResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { userTable } from "../users/table.ts";
import { listedUser } from "../users/user-shape.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { wireGroup } from "./group-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const getGroup = iamOperation<GetGroupRequest, GetGroupResponse>("GetGroup", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    const page = paged(state.table(userTable).by("group", group.id), input, (user) => user.name);
    return { Group: wireGroup(group), Users: page.items.map(listedUser), ...pageMembers(page) };
  },
});
