import type { UntagInstanceProfileRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutTags } from "../tags/tag-list.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const untagInstanceProfile = iamOperation<UntagInstanceProfileRequest>("UntagInstanceProfile", {
  needs: (context, action) => ({
    ...onInstanceProfile(context, action),
    context: { "aws:TagKeys": context.input.TagKeys },
  }),
  run: ({ input, state, scope }) => {
    const instanceProfile = requireInstanceProfile(state, scope, input.InstanceProfileName);
    state
      .table(instanceProfileTable)
      .put({ ...instanceProfile, tags: withoutTags(instanceProfile.tags, input.TagKeys) });
  },
});
