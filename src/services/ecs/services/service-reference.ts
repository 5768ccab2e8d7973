import type { Scope } from "../../../arn.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { identifierIsForAnother, invalidParameter } from "../errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "../names.ts";

const NAME = /^[a-zA-Z0-9_-]{1,255}$/;

/**
 * The ARN of the service that a name or an ARN stands for in a cluster; says nothing of whether it exists.
 *
 * @throws AwsError InvalidParameterException
 */
export const serviceArn = (scope: Scope, clusterArn: string, reference: string): string => {
  const cluster = clusterNameOf(clusterArn);
  if (!reference.startsWith("arn:")) {
    if (!NAME.test(reference)) throw invalidParameter(`Invalid identifier: ${reference}`);
    return ecsArn(scope, "service", cluster, reference);
  }
  const arn = parseEcsArn(reference);
  if (arn === undefined || arn.path.length > 2) throw invalidParameter(`Invalid identifier: ${reference}`);
  requireOwnArn(scope, arn, "service");
  const named = arn.path.length === 2 ? arn.path[0] : cluster;
  if (named !== cluster) throw identifierIsForAnother("cluster", named ?? "", cluster);
  return ecsArn(scope, "service", cluster, arn.path.at(-1) ?? "");
};
