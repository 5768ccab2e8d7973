import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from "@aws-sdk/client-iam";
import { policyVersionNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onPolicy } from "./find-policy.ts";
import { versionsOf, wholeVersion } from "./policy-version-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = iamOperation<GetPolicyVersionRequest, GetPolicyVersionResponse>(
  "GetPolicyVersion",
  {
    needs: onPolicy,
    run: ({ input, state, scope }) => {
      const policy = versionsOf(state, scope, input.PolicyArn);
      const version = policy.versions.find(({ id }) => id === input.VersionId);
      if (version === undefined) throw policyVersionNotFound(input.PolicyArn, input.VersionId);
      return { PolicyVersion: wholeVersion(version, policy) };
    },
  },
);
