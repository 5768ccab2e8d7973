import { ecsArn } from "../../names.ts";
import type { TaskRow } from "../../tasks/table.ts";

/** The ARN of the service that a task belongs to; undefined for tasks that are no service's. */
export const serviceOfTask = ({ group, clusterArn, accountId, region, arn }: TaskRow): string | undefined => {
  if (!group.startsWith("service:")) return undefined;
  const cluster = clusterArn.slice(clusterArn.lastIndexOf("/") + 1);
  const scope = { accountId, region, partition: arn.split(":")[1] ?? "aws" };
  return ecsArn(scope, "service", cluster, group.slice("service:".length));
};
