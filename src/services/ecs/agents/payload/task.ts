import { cpuUnits, memoryMib } from "../../scheduler/task-size.ts";
import type { TaskRow } from "../../tasks/table.ts";
import type { RoleCredentials } from "../role-credentials.ts";
import { type PayloadSource, payloadContainer } from "./container.ts";
import { present } from "./present.ts";
import { payloadVolume } from "./volumes.ts";

/** The credentials that travel with a task. */
export type PayloadCredentials = {
  readonly roleCredentials?: RoleCredentials;
  readonly executionRoleCredentials?: RoleCredentials;
};

const UNITS_PER_VCPU = 1024;

/** A task as the agent takes it: to start, or to stop when that is what is wanted by now. */
export const payloadTask = (
  source: PayloadSource,
  credentials: PayloadCredentials,
): Readonly<Record<string, unknown>> => {
  const { task, definition } = source;
  const { networkMode, volumes, containerDefinitions, pidMode, ipcMode } = definition.definition;
  return present({
    arn: task.arn,
    taskClusterArn: task.clusterArn,
    desiredStatus: task.desiredStatus,
    family: definition.family,
    version: String(definition.revision),
    launchType: task.launchType,
    networkMode: networkMode ?? "bridge",
    group: task.group,
    serviceName: task.group.startsWith("service:") ? task.group.slice("service:".length) : undefined,
    taskDefinitionAccountId: definition.accountId,
    zone: task.availabilityZone,
    // 0.25 stands for 256 units.
    cpu: task.cpu === undefined ? undefined : cpuUnits(task.cpu) / UNITS_PER_VCPU,
    memory: task.memory === undefined ? undefined : memoryMib(task.memory),
    pidMode,
    ipcMode,
    proxyConfiguration: definition.definition.proxyConfiguration,
    enableFaultInjection: definition.definition.enableFaultInjection,
    ...credentials,
    associations: gpuAssociations(task),
    overrides: "{}",
    containers: (containerDefinitions ?? []).map((container) => payloadContainer(source, container)),
    volumes: (volumes ?? []).map(payloadVolume),
  });
};

/** The least that stops a task: for one whose task definition is gone. */
export const payloadStop = (task: TaskRow): Readonly<Record<string, unknown>> => ({
  arn: task.arn,
  taskClusterArn: task.clusterArn,
  desiredStatus: "STOPPED",
});

const gpuAssociations = (task: TaskRow): readonly Readonly<Record<string, unknown>>[] =>
  task.containers.flatMap((container) =>
    (container.gpuIds ?? []).map((id) => ({
      name: id,
      type: "gpu",
      containers: [container.name],
      content: { encoding: "utf-8", value: "" },
    })),
  );
