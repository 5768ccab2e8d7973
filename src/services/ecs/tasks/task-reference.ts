import type { Scope } from "../../../arn.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { identifierIsForAnother, invalidParameter } from "../errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "../names.ts";

const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Refuses what cannot be a task's id: those of AWS have 32 characters, or 36 with hyphens. */
const requireId = (id: string): string => {
  if (id.length !== 32 && id.length !== 36) {
    throw invalidParameter("taskId length should be one of [32,36]");
  }
  if (!ID.test(id)) throw invalidParameter(`taskId should be a hexadecimal identifier, but was ${id}`);
  return id;
};

let known = { clusterArn: "", prefix: "" };

/** What the ARNs of a cluster's tasks begin with. */
const taskPrefix = (clusterArn: string): string => {
  if (known.clusterArn !== clusterArn) {
    known = { clusterArn, prefix: `${clusterArn.replace(":cluster/", ":task/")}/` };
  }
  return known.prefix;
};

/**
 * The ARN of the task that an id or an ARN names in a cluster; says nothing of whether it exists.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#ecs-resource-ids
 *
 * @throws AwsError InvalidParameterException for an identifier that cannot be, or of elsewhere
 */
export const taskArnOf = (scope: Scope, clusterArn: string, reference: string): string => {
  // INVARIANT: the cluster is one of this account and region, so a task's ARN with its prefix is too.
  // A call names up to a hundred tasks, and nearly always as they were told: by their ARNs in this cluster.
  const prefix = taskPrefix(clusterArn);
  if (reference.startsWith(prefix) && ID.test(reference.slice(prefix.length))) return reference;
  const cluster = clusterNameOf(clusterArn);
  if (!reference.startsWith("arn:")) return ecsArn(scope, "task", cluster, requireId(reference));
  const arn = parseEcsArn(reference);
  if (arn === undefined || arn.path.length > 2) throw invalidParameter(`Invalid identifier: ${reference}`);
  requireOwnArn(scope, arn, "task");
  const id = requireId(arn.path.at(-1) ?? "");
  const named = arn.path.length === 2 ? arn.path[0] : cluster;
  if (named !== cluster) throw identifierIsForAnother("cluster", named ?? "", cluster);
  return ecsArn(scope, "task", cluster, id);
};
