import type { UntagUserRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutTags } from "../tags/tag-list.ts";
import { onUser, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const untagUser = iamOperation<UntagUserRequest>("UntagUser", {
  needs: (context, action) => ({
    ...onUser(context, action),
    context: { "aws:TagKeys": context.input.TagKeys },
  }),
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put({ ...user, tags: withoutTags(user.tags, input.TagKeys) });
  },
});
