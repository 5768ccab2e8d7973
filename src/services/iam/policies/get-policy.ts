import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { awsManagedPolicy } from "./aws-managed.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { awsPolicy, wholePolicy } from "./policy-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = iamOperation<GetPolicyRequest, GetPolicyResponse>("GetPolicy", {
  needs: onPolicy,
  run: ({ input, state, scope }) => {
    const aws = awsManagedPolicy(input.PolicyArn);
    if (aws !== undefined) return { Policy: awsPolicy(state, scope.accountId, aws, input.PolicyArn) };
    return { Policy: wholePolicy(state, requireOwnPolicy(state, scope, input.PolicyArn)) };
  },
});
