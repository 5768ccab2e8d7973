import type { AttachUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withAttachment } from "../policies/attachments.ts";
import { QUOTAS } from "../quotas.ts";
import { onUserWithBoundary, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

const QUOTA = { name: "PoliciesPerUser", limit: QUOTAS.PoliciesPerUser };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy = iamOperation<AttachUserPolicyRequest>("AttachUserPolicy", {
  needs: (context, action) => {
    const need = onUserWithBoundary(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put(withAttachment(state, scope, user, input.PolicyArn, QUOTA));
  },
});
