import type { DeleteUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutInlinePolicy } from "../policies/inline-policies.ts";
import { onUserWithBoundary, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy = iamOperation<DeleteUserPolicyRequest>("DeleteUserPolicy", {
  needs: onUserWithBoundary,
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put(withoutInlinePolicy(user, input.PolicyName, "user"));
  },
});
