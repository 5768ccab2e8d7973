import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";
import { taskCpu, taskMemory } from "../task-size.ts";
import { type ContainerRule, forFargate, requireRange, type TaskRule } from "./rule.ts";

/** What the Docker daemon gives a container at least, in MiB. */
const LEAST_MEMORY = 4;
const MOST = 2_147_483_647;

/**
 * A container's CPU and memory: within reason, within the task's, and stated where the task has no size.
 * https://github.com/sil-org/ecs-deploy/issues/59 (neither memory nor memoryReservation)
 * https://github.com/pulumi/pulumi-awsx/issues/188 (more than the task has)
 * https://github.com/awsdocs/amazon-ecs-developer-guide/pull/242 (memory may equal memoryReservation)
 */
export const containerResources: ContainerRule = (container, task) => {
  const { name, cpu, memory, memoryReservation } = container;
  requireRange(cpu, 0, MOST, `Invalid 'cpu' setting for container '${name}'.`);
  requireRange(memory, LEAST_MEMORY, MOST, `Invalid 'memory' setting for container '${name}'.`);
  requireRange(
    memoryReservation,
    LEAST_MEMORY,
    MOST,
    `Invalid 'memoryReservation' setting for container '${name}'.`,
  );
  if (memory === undefined && memoryReservation === undefined && task.memory === undefined) {
    throw clientException(
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  if (memory !== undefined && memoryReservation !== undefined && memoryReservation > memory) {
    throw clientException(
      `Invalid setting for container '${name}'. 'memory' must be greater than or equal to 'memoryReservation'.`,
    );
  }
  const limit = taskMemory(task.memory);
  if (limit !== undefined && (memory ?? 0) > limit) {
    throw clientException(`The 'memory' setting for container '${name}' is greater than for the task.`);
  }
};

/**
 * The containers together must fit into the task.
 * https://github.com/klothoplatform/klotho/issues/892
 */
export const resourcesFitTask: TaskRule = (task, containers) => {
  const cpu = taskCpu(task.cpu);
  const memory = taskMemory(task.memory);
  const sum = (values: readonly (number | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  if (cpu !== undefined && sum(containers.map((container) => container.cpu)) > cpu) {
    throw clientException(
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    );
  }
  const reserved = sum(containers.map((container) => container.memoryReservation));
  if (memory !== undefined && reserved > memory) {
    throw clientException(
      "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
    );
  }
};

/** Ephemeral storage beyond what every task has. */
export const ephemeralStorage: TaskRule = (task) =>
  requireRange(
    task.ephemeralStorage?.sizeInGiB,
    21,
    200,
    "Invalid 'ephemeralStorage.sizeInGiB' setting for task. The size must be between 21 and 200 GiB.",
  );

/** GPUs and accelerators: a count, or a device that the task definition names. */
export const resourceRequirements: ContainerRule = ({ name, resourceRequirements: wanted }, task) => {
  for (const { type, value, sharingStrategy } of wanted ?? []) {
    const text = `Invalid 'resourceRequirements' setting for container '${name}'.`;
    if (type === "GPU" && sharingStrategy === undefined && !/^([1-9][0-9]{0,2}|ALL)$/.test(value ?? "")) {
      throw clientException(text);
    }
    if (type === "NeuronDevice" && value !== "ALL") throw clientException(text);
    if (type === "InferenceAccelerator" && !hasAccelerator(task, value)) throw clientException(text);
    if (forFargate(task)) {
      throw clientException("Tasks using the Fargate launch type do not support resourceRequirements.");
    }
  }
};

const hasAccelerator = (task: RegisterTaskDefinitionRequest, device: string | undefined): boolean =>
  task.inferenceAccelerators?.some(({ deviceName }) => deviceName === device) ?? false;
