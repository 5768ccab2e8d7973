import type { DetachUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutAttachment } from "../policies/attachments.ts";
import { onUserWithBoundary, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy = iamOperation<DetachUserPolicyRequest>("DetachUserPolicy", {
  needs: (context, action) => {
    const need = onUserWithBoundary(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put(withoutAttachment(user, input.PolicyArn));
  },
});
