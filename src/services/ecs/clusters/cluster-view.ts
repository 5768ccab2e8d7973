import type { Cluster, ClusterField, KeyValuePair } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { serviceTable } from "../services/table.ts";
import { type TaskStatus, taskTable } from "../tasks/table.ts";
import type { ClusterRow } from "./table.ts";

/** The statuses of a task that has not reached RUNNING. */
const BEFORE_RUNNING: readonly TaskStatus[] = ["PROVISIONING", "PENDING", "ACTIVATING"];

const countTasks = (state: Reader, arn: string, statuses: readonly TaskStatus[]): number =>
  statuses.reduce((sum, status) => sum + state.table(taskTable).countBy("status", `${arn}/${status}`), 0);

const countTasksOf = (
  state: Reader,
  arn: string,
  statuses: readonly TaskStatus[],
  launchType: string,
): number =>
  statuses.reduce(
    (sum, status) =>
      sum + state.table(taskTable).countBy("statusOfLaunchType", `${arn}/${status}/${launchType}`),
    0,
  );

const countServicesOf = (state: Reader, arn: string, status: string, launchType: string): number => {
  let count = 0;
  for (const service of state.table(serviceTable).by("cluster", arn)) {
    if (service.status === status && service.launchType === launchType) count += 1;
  }
  return count;
};

/**
 * The counts by launch type, which DescribeClusters gives when asked for STATISTICS.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html#ECS-Type-Cluster-statistics
 */
const statistics = (state: Reader, arn: string): KeyValuePair[] =>
  (["EC2", "EXTERNAL", "FARGATE"] as const).flatMap((launchType) => {
    const name = launchType === "EC2" ? "EC2" : launchType === "EXTERNAL" ? "External" : "Fargate";
    return [
      {
        name: `running${name}TasksCount`,
        value: String(countTasksOf(state, arn, ["RUNNING"], launchType)),
      },
      {
        name: `pending${name}TasksCount`,
        value: String(countTasksOf(state, arn, BEFORE_RUNNING, launchType)),
      },
      {
        name: `active${name}ServiceCount`,
        value: String(countServicesOf(state, arn, "ACTIVE", launchType)),
      },
      {
        name: `draining${name}ServiceCount`,
        value: String(countServicesOf(state, arn, "DRAINING", launchType)),
      },
    ];
  });

/** A cluster as the API shows it; members that are not asked for in `include` are empty, as AWS leaves them. */
export const clusterView = (state: Reader, row: ClusterRow, include: ReadonlySet<ClusterField>): Cluster => ({
  clusterArn: row.arn,
  clusterName: row.name,
  ...(include.has("CONFIGURATIONS") && row.configuration !== undefined
    ? { configuration: row.configuration }
    : {}),
  status: row.status,
  registeredContainerInstancesCount: state.table(containerInstanceTable).countBy("registered", row.arn),
  runningTasksCount: countTasks(state, row.arn, ["RUNNING"]),
  pendingTasksCount: countTasks(state, row.arn, BEFORE_RUNNING),
  activeServicesCount: state.table(serviceTable).countBy("active", row.arn),
  statistics: include.has("STATISTICS") ? statistics(state, row.arn) : [],
  tags: include.has("TAGS") ? [...row.tags] : [],
  settings: include.has("SETTINGS") ? [...row.settings] : [],
  capacityProviders: [...row.capacityProviders],
  defaultCapacityProviderStrategy: [...row.defaultCapacityProviderStrategy],
  ...(include.has("ATTACHMENTS") ? { attachments: [] } : {}),
  ...(row.serviceConnectDefaults === undefined ? {} : { serviceConnectDefaults: row.serviceConnectDefaults }),
});

/** What the operations that make or change a cluster show of it. */
export const WHOLE_CLUSTER: ReadonlySet<ClusterField> = new Set(["CONFIGURATIONS", "SETTINGS", "TAGS"]);
