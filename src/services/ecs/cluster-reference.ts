import type { Scope } from "../../arn.ts";
import type { Reader } from "../../state/index.ts";
import { type ClusterRow, clusterTable } from "./clusters/table.ts";
import { clusterInactive, clusterNotFound, invalidParameter } from "./errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "./names.ts";

/** What a cluster may be called. https://github.com/awslabs/amazon-ecs-nodejs-microservices/issues/18 */
const NAME = /^[a-zA-Z0-9\-_]{1,255}$/;

/**
 * Refuses what cannot be a cluster's name.
 *
 * @throws AwsError InvalidParameterException
 */
export const requireClusterName = (name: string): string => {
  if (NAME.test(name)) return name;
  throw invalidParameter(`Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was ${name}`);
};

/**
 * The ARN that a cluster's short name or ARN stands for; `default` when nothing is given. Says nothing of
 * whether such a cluster exists, so that `needs` can state the resource before anything is looked up.
 *
 * @throws AwsError InvalidParameterException for a name that cannot be, and for an ARN from elsewhere
 */
export const clusterArn = (scope: Scope, reference: string | undefined): string => {
  if (reference === undefined || reference === "") return ecsArn(scope, "cluster", "default");
  if (!reference.startsWith("arn:")) return ecsArn(scope, "cluster", requireClusterName(reference));
  const arn = parseEcsArn(reference);
  if (arn === undefined || arn.path.length !== 1) throw invalidParameter(`Invalid identifier: ${reference}`);
  requireOwnArn(scope, arn, "cluster");
  return ecsArn(scope, "cluster", requireClusterName(arn.path[0] ?? ""));
};

/** The short name at the end of a cluster's ARN. */
export const clusterNameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/**
 * The ACTIVE cluster that a reference stands for.
 *
 * @throws AwsError ClusterNotFoundException, or what {@link clusterArn} throws
 */
export const activeCluster = (state: Reader, scope: Scope, reference: string | undefined): ClusterRow => {
  const cluster = state.table(clusterTable).get(clusterArn(scope, reference));
  if (cluster === undefined) throw clusterNotFound();
  if (cluster.status !== "ACTIVE") throw clusterInactive();
  return cluster;
};
