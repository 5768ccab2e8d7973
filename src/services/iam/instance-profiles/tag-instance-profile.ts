import type { TagInstanceProfileRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const tagInstanceProfile = iamOperation<TagInstanceProfileRequest>("TagInstanceProfile", {
  needs: (context, action) => ({
    ...onInstanceProfile(context, action),
    requestTags: tagRecord(context.input.Tags),
  }),
  run: ({ input, state, scope }) => {
    const instanceProfile = requireInstanceProfile(state, scope, input.InstanceProfileName);
    state
      .table(instanceProfileTable)
      .put({ ...instanceProfile, tags: withTags(instanceProfile.tags, input.Tags, "InstanceProfile") });
  },
});
