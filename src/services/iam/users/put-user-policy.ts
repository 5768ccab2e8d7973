import type { PutUserPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withInlinePolicy } from "../policies/inline-policies.ts";
import { QUOTAS } from "../quotas.ts";
import { onUserWithBoundary, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

const LIMIT = { noun: "user", limit: QUOTAS.UserPolicySize } as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy = iamOperation<PutUserPolicyRequest>("PutUserPolicy", {
  needs: onUserWithBoundary,
  run: ({ input, state, scope }) => {
    const policy = { name: input.PolicyName, document: input.PolicyDocument };
    const user = requireUser(state, scope, input.UserName);
    state.table(userTable).put(withInlinePolicy(user, policy, LIMIT));
  },
});
