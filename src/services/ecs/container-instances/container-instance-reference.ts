import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { identifierIsForAnother, invalidParameter } from "../errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "../names.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "./table.ts";

const ID = /^[0-9a-zA-Z-]{1,64}$/;

/**
 * The ARN of the container instance that an id or an ARN names in a cluster; says nothing of whether it exists.
 *
 * @throws AwsError InvalidParameterException for an identifier that cannot be, or of elsewhere
 */
export const containerInstanceArnOf = (scope: Scope, clusterArn: string, reference: string): string => {
  const cluster = clusterNameOf(clusterArn);
  if (!reference.startsWith("arn:")) {
    if (!ID.test(reference)) throw invalidParameter(`Invalid identifier: ${reference}`);
    return ecsArn(scope, "container-instance", cluster, reference);
  }
  const arn = parseEcsArn(reference);
  if (arn === undefined || arn.path.length > 2) throw invalidParameter(`Invalid identifier: ${reference}`);
  requireOwnArn(scope, arn, "container-instance");
  const named = arn.path.length === 2 ? arn.path[0] : cluster;
  if (named !== cluster) throw identifierIsForAnother("cluster", named ?? "", cluster);
  return ecsArn(scope, "container-instance", cluster, arn.path.at(-1) ?? "");
};

/** The id at the end of a container instance's ARN. */
export const containerInstanceIdOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/**
 * The container instance that a reference stands for, whatever its status.
 *
 * @throws AwsError InvalidParameterException when there is none
 */
export const knownContainerInstance = (
  state: Reader,
  scope: Scope,
  clusterArn: string,
  reference: string,
): ContainerInstanceRow => {
  const arn = containerInstanceArnOf(scope, clusterArn, reference);
  const row = state.table(containerInstanceTable).get(arn);
  if (row === undefined) {
    throw invalidParameter(`Referenced container instance ${containerInstanceIdOf(arn)} not found.`);
  }
  return row;
};
