import type { ListUserTagsRequest, ListUserTagsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onUser, requireUser } from "./find-user.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const listUserTags = iamOperation<ListUserTagsRequest, ListUserTagsResponse>("ListUserTags", {
  needs: onUser,
  run: ({ input, state, scope }) => {
    const { tags } = requireUser(state, scope, input.UserName);
    const page = paged(tags, input, (tag) => tag.Key);
    return { Tags: page.items, ...pageMembers(page) };
  },
});
