import type { TagUserRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { onUser, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const tagUser = iamOperation<TagUserRequest>("TagUser", {
  needs: (context, action) => ({
    ...onUser(context, action),
    requestTags: tagRecord(context.input.Tags),
  }),
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put({ ...user, tags: withTags(user.tags, input.Tags, "User") });
  },
});
