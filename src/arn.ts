/** The six parts of an Amazon Resource Name; `resource` keeps any further colons. */
export type Arn = {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
};

/** Parses `arn:partition:service:region:account:resource`; undefined when `text` is no ARN. */
export const parseArn = (text: string): Arn | undefined => {
  if (!text.startsWith("arn:")) return undefined;
  const partitionEnd = text.indexOf(":", 4);
  const serviceEnd = text.indexOf(":", partitionEnd + 1);
  const regionEnd = text.indexOf(":", serviceEnd + 1);
  const accountEnd = text.indexOf(":", regionEnd + 1);
  // A colon that is missing sends the search back to the beginning.
  const ordered = 4 < partitionEnd && partitionEnd + 1 < serviceEnd && serviceEnd < regionEnd;
  if (!ordered || regionEnd >= accountEnd || accountEnd + 1 === text.length) return undefined;
  return {
    partition: text.slice(4, partitionEnd),
    service: text.slice(partitionEnd + 1, serviceEnd),
    region: text.slice(serviceEnd + 1, regionEnd),
    accountId: text.slice(regionEnd + 1, accountEnd),
    resource: text.slice(accountEnd + 1),
  };
};

/** Writes an ARN from its parts. */
export const formatArn = (arn: Arn): string =>
  `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.accountId}:${arn.resource}`;

/**
 * The partition a region belongs to.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const partitionOfRegion = (region: string): string => {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
};

/** Account, region and partition in which a call is made. */
export type Scope = {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
};

/** The ARN of a regional resource of `service` in `scope`. */
export const regionalArn = (scope: Scope, service: string, resource: string): string =>
  `arn:${scope.partition}:${service}:${scope.region}:${scope.accountId}:${resource}`;

/** The ARN of an IAM resource, which has no region. */
export const iamArn = (scope: Pick<Scope, "accountId" | "partition">, resource: string): string =>
  formatArn({ partition: scope.partition, accountId: scope.accountId, service: "iam", region: "", resource });
