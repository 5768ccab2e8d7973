import type { ManagedPolicyDetail } from "@aws-sdk/client-iam";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { type AwsManagedPolicy, awsManagedPolicies } from "../policies/aws-managed.ts";
import { attachmentCount, awsPolicy, boundaryCount, listedPolicy } from "../policies/policy-shape.ts";
import { wholeVersion } from "../policies/policy-version-shape.ts";
import type { PolicyRow } from "../policies/table.ts";

/** A customer's policy with its versions. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html */
export const customerPolicyDetail = (state: Reader, row: PolicyRow): Given<ManagedPolicyDetail> => ({
  ...listedPolicy(state, row),
  ...(row.description === undefined ? {} : { Description: row.description }),
  PolicyVersionList: row.versions.map((version) => wholeVersion(version, row)),
});

/** A policy of AWS's, in the account's partition, with its one known version. */
export const awsPolicyDetail = (
  state: Reader,
  scope: Scope,
  policy: AwsManagedPolicy,
): Given<ManagedPolicyDetail> => {
  const version = { id: policy.versionId, document: policy.document, createdAt: policy.updatedAt };
  return {
    ...awsPolicy(state, scope.accountId, policy, partitioned(scope, policy)),
    PolicyVersionList: [wholeVersion(version, { defaultVersionId: policy.versionId })],
  };
};

/** AWS's policies that somebody in the account has: the only ones of AWS's that the details list. */
export const usedAwsPolicies = (state: Reader, scope: Scope): readonly AwsManagedPolicy[] =>
  [...awsManagedPolicies().values()].filter((policy) => {
    const arn = partitioned(scope, policy);
    return attachmentCount(state, scope.accountId, arn) + boundaryCount(state, scope.accountId, arn) > 0;
  });

const partitioned = ({ partition }: Scope, { arn }: AwsManagedPolicy): string =>
  arn.replace("arn:aws:", `arn:${partition}:`);
