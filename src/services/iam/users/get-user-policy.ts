import type { GetUserPolicyRequest, GetUserPolicyResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { requireInlinePolicy } from "../policies/inline-policies.ts";
import { encodedDocument } from "../policies/policy-document.ts";
import { onUser, requireUser } from "./find-user.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy = iamOperation<GetUserPolicyRequest, GetUserPolicyResponse>("GetUserPolicy", {
  needs: onUser,
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    const policy = requireInlinePolicy(user, input.PolicyName, "user");
    return {
      UserName: user.name,
      PolicyName: policy.name,
      PolicyDocument: encodedDocument(policy.document),
    };
  },
});
