import type { ContainerDefinition, TaskOverride } from "@aws-sdk/client-ecs";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";
import { containerOverrideOf } from "../tasks/overrides.ts";
import { hostPortsOf } from "./host-ports.ts";
import { cpuUnits, memoryMib } from "./task-size.ts";

/** What a task needs of a container instance, accounted as the agent accounts for it before it starts one. */
export type TaskDemand = {
  /** CPU units. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  readonly gpus: number;
};

type Definition = TaskDefinitionRow["definition"];

/**
 * The demand of a task: its own CPU and memory where the task has a size, else the sum over its containers; of
 * a container's memory the reservation counts, and the limit only where there is none.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
export const taskDemand = (definition: Definition, overrides: TaskOverride): TaskDemand => {
  const containers = definition.containerDefinitions ?? [];
  const cpu = overrides.cpu ?? definition.cpu;
  const memory = overrides.memory ?? definition.memory;
  const sum = (measure: (container: ContainerDefinition) => number): number =>
    containers.reduce((total, container) => total + measure(container), 0);
  return {
    cpu: cpu ? cpuUnits(cpu) : sum((container) => containerCpu(container, overrides)),
    memory: memory ? memoryMib(memory) : sum((container) => containerMemory(container, overrides)),
    ...hostPortsOf(definition.networkMode, containers),
    gpus: sum((container) => containerGpus(container, overrides)),
  };
};

const containerCpu = (container: ContainerDefinition, overrides: TaskOverride): number =>
  containerOverrideOf(overrides, container.name)?.cpu ?? container.cpu ?? 0;

const containerMemory = (container: ContainerDefinition, overrides: TaskOverride): number => {
  const override = containerOverrideOf(overrides, container.name);
  const reservation = override?.memoryReservation ?? container.memoryReservation;
  return reservation ? reservation : (override?.memory ?? container.memory ?? 0);
};

/** How many GPUs a container asks for. */
export const containerGpus = (container: ContainerDefinition, overrides: TaskOverride): number => {
  const override = containerOverrideOf(overrides, container.name)?.resourceRequirements;
  const wanted = (override ?? container.resourceRequirements ?? []).find(({ type }) => type === "GPU");
  return Number(wanted?.value ?? 0) || 0;
};
