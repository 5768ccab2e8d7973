import type { ContainerOverride, TaskOverride } from "@aws-sdk/client-ecs";
import { clientException, invalidParameter } from "../errors.ts";
import { cpuUnits, memoryMib } from "../scheduler/task-size.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
const LONGEST = 8192;

/**
 * Refuses overrides that do not go with the task definition, and answers them as they are kept: empty
 * container overrides are dropped.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html
 *
 * @throws AwsError InvalidParameterException or ClientException
 */
export const checkedOverrides = (
  definition: TaskDefinitionRow["definition"],
  overrides: TaskOverride | undefined,
): TaskOverride => {
  if (overrides === undefined) return { containerOverrides: [], inferenceAcceleratorOverrides: [] };
  if (JSON.stringify(overrides).length > LONGEST) {
    throw invalidParameter(`Overrides length must be at most ${LONGEST}`);
  }
  if (overrides.cpu) cpuUnits(overrides.cpu);
  if (overrides.memory) memoryMib(overrides.memory);
  const names = new Set(definition.containerDefinitions?.map(({ name }) => name));
  const seen = new Set<string>();
  const containerOverrides = (overrides.containerOverrides ?? []).filter(isNotEmpty);
  for (const override of containerOverrides) {
    if (!override.name) throw invalidParameter("Container override name cannot be blank.");
    // https://github.com/azavea/django-ecsmanage/issues/21
    if (!names.has(override.name)) {
      throw invalidParameter(
        `Override for container named ${override.name} is not a container in the TaskDefinition.`,
      );
    }
    if (seen.has(override.name)) {
      throw invalidParameter(`Duplicate override for container named ${override.name}.`);
    }
    seen.add(override.name);
    checkSizes(definition, override);
  }
  return {
    ...overrides,
    containerOverrides,
    inferenceAcceleratorOverrides: overrides.inferenceAcceleratorOverrides ?? [],
  };
};

/** An empty container override may be passed in and means nothing. */
const isNotEmpty = (override: ContainerOverride): boolean =>
  Object.values(override).some((value) => value !== undefined);

const checkSizes = (definition: TaskDefinitionRow["definition"], override: ContainerOverride): void => {
  const { cpu, name } = override;
  if (cpu !== undefined && (!Number.isInteger(cpu) || cpu < 0)) {
    throw clientException(`Invalid 'cpu' override for container ${name}: ${cpu}`);
  }
  for (const member of ["memory", "memoryReservation"] as const) {
    const value = override[member];
    if (value !== undefined && (!Number.isInteger(value) || value < 4)) {
      throw clientException(`Invalid '${member}' override for container ${name}: ${value}`);
    }
  }
  const container = definition.containerDefinitions?.find((candidate) => candidate.name === name);
  const limit = override.memory ?? container?.memory;
  const reservation = override.memoryReservation ?? container?.memoryReservation;
  if (limit !== undefined && reservation !== undefined && reservation > limit) {
    throw clientException(
      `Invalid setting for container '${name}'. The 'memory' must be greater than or equal to the 'memoryReservation'.`,
    );
  }
};
