import type { Container, Task } from "@aws-sdk/client-ecs";
import { containerOverrideOf } from "./overrides.ts";
import type { TaskContainer, TaskRow } from "./table.ts";

const MOMENTS = [
  "connectivityAt",
  "createdAt",
  "executionStoppedAt",
  "pullStartedAt",
  "pullStoppedAt",
  "startedAt",
  "stoppedAt",
  "stoppingAt",
] as const;

/**
 * A task as DescribeTasks, RunTask, StartTask and StopTask show it; tags only where they are asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export const taskShape = (row: TaskRow, options: { readonly tags: boolean }): Task => {
  // Why assigned and not spread: a call shows up to a hundred, and a literal with spreads takes many times longer.
  const shape: Task = {
    attachments: [...row.attachments],
    attributes: [...row.attributes],
    clusterArn: row.clusterArn,
    containers: row.containers.map((container) => containerShape(row.arn, container)),
    desiredStatus: row.desiredStatus,
    enableExecuteCommand: row.enableExecuteCommand,
    group: row.group,
    healthStatus: row.healthStatus,
    lastStatus: row.lastStatus,
    launchType: row.launchType,
    overrides: {
      ...row.overrides,
      // AWS names every container here, with or without overrides.
      containerOverrides: row.containers.map(
        ({ name }) => containerOverrideOf(row.overrides, name) ?? { name },
      ),
    },
    tags: options.tags ? [...row.tags] : [],
    taskArn: row.arn,
    taskDefinitionArn: row.taskDefinitionArn,
    version: row.version,
  };
  if (row.availabilityZone !== undefined) shape.availabilityZone = row.availabilityZone;
  if (row.connectivity !== undefined) shape.connectivity = row.connectivity;
  if (row.containerInstanceArn !== undefined) shape.containerInstanceArn = row.containerInstanceArn;
  if (row.cpu !== undefined) shape.cpu = row.cpu;
  if (row.memory !== undefined) shape.memory = row.memory;
  if (row.startedBy !== undefined) shape.startedBy = row.startedBy;
  if (row.stopCode !== undefined) shape.stopCode = row.stopCode;
  if (row.stoppedReason !== undefined) shape.stoppedReason = row.stoppedReason;
  for (const moment of MOMENTS) {
    const at = row[moment];
    if (at !== undefined) shape[moment] = new Date(at);
  }
  return shape;
};

const containerShape = (taskArn: string, container: TaskContainer): Container => {
  const shape: Container = {
    containerArn: container.arn,
    taskArn,
    name: container.name,
    lastStatus: container.lastStatus,
    networkBindings: [...container.networkBindings],
    networkInterfaces: [...container.networkInterfaces],
    healthStatus: container.healthStatus,
  };
  if (container.image !== undefined) shape.image = container.image;
  if (container.imageDigest !== undefined) shape.imageDigest = container.imageDigest;
  if (container.runtimeId !== undefined) shape.runtimeId = container.runtimeId;
  if (container.exitCode !== undefined) shape.exitCode = container.exitCode;
  if (container.reason !== undefined) shape.reason = container.reason;
  if (container.managedAgents !== undefined) shape.managedAgents = container.managedAgents.map(agentShape);
  if (container.cpu !== undefined) shape.cpu = container.cpu;
  if (container.memory !== undefined) shape.memory = container.memory;
  if (container.memoryReservation !== undefined) shape.memoryReservation = container.memoryReservation;
  if (container.gpuIds !== undefined) shape.gpuIds = [...container.gpuIds];
  return shape;
};

const agentShape = ({
  lastStartedAt,
  ...agent
}: NonNullable<TaskContainer["managedAgents"]>[number]): NonNullable<Container["managedAgents"]>[number] => ({
  ...agent,
  ...(lastStartedAt === undefined ? {} : { lastStartedAt: new Date(lastStartedAt) }),
});
