import { partitionOfRegion, type Scope } from "../arn.ts";

/** Where a partition's IAM is: the region that `aws:RequestedRegion` has in calls to it. */
const GLOBAL_REGION: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/**
 * The scope of a call signed for `region`. IAM is global: whatever region a client signs with, it is reached
 * in one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const scopeOf = (service: string, region: string, accountId: string): Scope => {
  const partition = partitionOfRegion(region);
  const effective = service === "iam" ? (GLOBAL_REGION[partition] ?? region) : region;
  return { accountId, region: effective, partition };
};
