import type { ListRoleTagsRequest, ListRoleTagsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onRole, requireRole } from "./find-role.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags = iamOperation<ListRoleTagsRequest, ListRoleTagsResponse>("ListRoleTags", {
  needs: onRole,
  run: ({ input, state, scope }) => {
    const { tags } = requireRole(state, scope, input.RoleName);
    const page = paged(tags, input, (tag) => tag.Key);
    return { Tags: page.items, ...pageMembers(page) };
  },
});
