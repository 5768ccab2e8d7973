import type { ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const listInstanceProfileTags = iamOperation<
  ListInstanceProfileTagsRequest,
  ListInstanceProfileTagsResponse
>("ListInstanceProfileTags", {
  needs: onInstanceProfile,
  run: ({ input, state, scope }) => {
    const { tags } = requireInstanceProfile(state, scope, input.InstanceProfileName);
    const page = paged(tags, input, (tag) => tag.Key);
    return { Tags: page.items, ...pageMembers(page) };
  },
});
