import type { Container, Task } from "@aws-sdk/client-ecs";
import { containerOverrideOf } from "./overrides.ts";
import type { TaskContainer, TaskRow } from "./table.ts";

const moment = <Name extends string>(name: Name, at: number | undefined): { [N in Name]?: Date } =>
  (at === undefined ? {} : { [name]: new Date(at) }) as { [N in Name]?: Date };

/**
 * A task as DescribeTasks, RunTask, StartTask and StopTask show it; tags only where they are asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export const taskShape = (row: TaskRow, options: { readonly tags: boolean }): Task => ({
  attachments: [...row.attachments],
  attributes: [...row.attributes],
  ...(row.availabilityZone === undefined ? {} : { availabilityZone: row.availabilityZone }),
  clusterArn: row.clusterArn,
  ...(row.connectivity === undefined ? {} : { connectivity: row.connectivity }),
  ...moment("connectivityAt", row.connectivityAt),
  ...(row.containerInstanceArn === undefined ? {} : { containerInstanceArn: row.containerInstanceArn }),
  containers: row.containers.map((container) => containerShape(row.arn, container)),
  ...(row.cpu === undefined ? {} : { cpu: row.cpu }),
  createdAt: new Date(row.createdAt),
  desiredStatus: row.desiredStatus,
  enableExecuteCommand: row.enableExecuteCommand,
  ...moment("executionStoppedAt", row.executionStoppedAt),
  group: row.group,
  healthStatus: row.healthStatus,
  lastStatus: row.lastStatus,
  launchType: row.launchType,
  ...(row.memory === undefined ? {} : { memory: row.memory }),
  overrides: {
    ...row.overrides,
    // AWS names every container here, with or without overrides.
    containerOverrides: row.containers.map(
      ({ name }) => containerOverrideOf(row.overrides, name) ?? { name },
    ),
  },
  ...moment("pullStartedAt", row.pullStartedAt),
  ...moment("pullStoppedAt", row.pullStoppedAt),
  ...moment("startedAt", row.startedAt),
  ...(row.startedBy === undefined ? {} : { startedBy: row.startedBy }),
  ...(row.stopCode === undefined ? {} : { stopCode: row.stopCode }),
  ...moment("stoppedAt", row.stoppedAt),
  ...(row.stoppedReason === undefined ? {} : { stoppedReason: row.stoppedReason }),
  ...moment("stoppingAt", row.stoppingAt),
  tags: options.tags ? [...row.tags] : [],
  taskArn: row.arn,
  taskDefinitionArn: row.taskDefinitionArn,
  version: row.version,
});

const containerShape = (taskArn: string, container: TaskContainer): Container => ({
  containerArn: container.arn,
  taskArn,
  name: container.name,
  ...(container.image === undefined ? {} : { image: container.image }),
  ...(container.imageDigest === undefined ? {} : { imageDigest: container.imageDigest }),
  ...(container.runtimeId === undefined ? {} : { runtimeId: container.runtimeId }),
  lastStatus: container.lastStatus,
  ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
  ...(container.reason === undefined ? {} : { reason: container.reason }),
  networkBindings: [...container.networkBindings],
  networkInterfaces: [...container.networkInterfaces],
  healthStatus: container.healthStatus,
  ...(container.managedAgents === undefined
    ? {}
    : { managedAgents: container.managedAgents.map(agentShape) }),
  ...(container.cpu === undefined ? {} : { cpu: container.cpu }),
  ...(container.memory === undefined ? {} : { memory: container.memory }),
  ...(container.memoryReservation === undefined ? {} : { memoryReservation: container.memoryReservation }),
  ...(container.gpuIds === undefined ? {} : { gpuIds: [...container.gpuIds] }),
});

const agentShape = ({
  lastStartedAt,
  ...agent
}: NonNullable<TaskContainer["managedAgents"]>[number]): NonNullable<Container["managedAgents"]>[number] => ({
  ...agent,
  ...moment("lastStartedAt", lastStartedAt),
});
