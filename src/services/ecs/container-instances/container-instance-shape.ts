import type { ContainerInstance, Resource } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { taskTable } from "../tasks/table.ts";
import type { ContainerInstanceRow } from "./table.ts";

/** What DescribeContainerInstances was asked to include. */
export type ContainerInstanceParts = { readonly tags: boolean; readonly health: boolean };

const PENDING = ["PROVISIONING", "PENDING", "ACTIVATING"] as const;

/** How many tasks of an instance run, and how many are on their way to. */
export const taskCounts = (
  state: Reader,
  arn: string,
): { readonly runningTasksCount: number; readonly pendingTasksCount: number } => {
  const tasks = state.table(taskTable);
  return {
    runningTasksCount: tasks.countBy("instanceStatus", `${arn}/RUNNING`),
    pendingTasksCount: PENDING.reduce(
      (count, status) => count + tasks.countBy("instanceStatus", `${arn}/${status}`),
      0,
    ),
  };
};

/**
 * A container instance as the API shows it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
 */
export const containerInstanceShape = (
  state: Reader,
  row: ContainerInstanceRow,
  parts: ContainerInstanceParts,
): ContainerInstance => ({
  containerInstanceArn: row.arn,
  ...(row.ec2InstanceId === undefined ? {} : { ec2InstanceId: row.ec2InstanceId }),
  version: row.version,
  versionInfo: { ...row.versionInfo },
  remainingResources: row.remainingResources.map(resourceShape),
  registeredResources: row.registeredResources.map(resourceShape),
  status: row.status,
  ...(row.statusReason === undefined ? {} : { statusReason: row.statusReason }),
  agentConnected: row.agentConnected,
  ...taskCounts(state, row.arn),
  attributes: [...row.attributes],
  registeredAt: new Date(row.registeredAt),
  attachments: [],
  tags: parts.tags ? [...row.tags] : [],
  ...(parts.health ? { healthStatus: healthShape(row) } : {}),
});

/** AWS writes the numbers that a resource does not use as zeros. */
const resourceShape = (resource: Resource): Resource => ({
  name: resource.name,
  type: resource.type,
  doubleValue: resource.doubleValue ?? 0,
  longValue: resource.longValue ?? 0,
  integerValue: resource.integerValue ?? 0,
  ...(resource.stringSetValue === undefined ? {} : { stringSetValue: [...resource.stringSetValue] }),
});

const healthShape = (row: ContainerInstanceRow): NonNullable<ContainerInstance["healthStatus"]> => {
  const status = row.health ?? "INSUFFICIENT_DATA";
  return {
    overallStatus: status,
    details: [
      {
        type: "CONTAINER_RUNTIME",
        status,
        ...(row.healthUpdatedAt === undefined ? {} : { lastUpdated: new Date(row.healthUpdatedAt) }),
        ...(row.healthChangedAt === undefined ? {} : { lastStatusChange: new Date(row.healthChangedAt) }),
      },
    ],
  };
};
