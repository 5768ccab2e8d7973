import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { Reader, Transaction } from "../../../state/index.ts";
import { compatibilitiesOf } from "./compatibilities.ts";
import { withContainerDefaults } from "./container-defaults.ts";
import { requiresAttributes } from "./requires-attributes.ts";
import { requireRole } from "./roles.ts";
import { familyTable, type TaskDefinitionRow } from "./table.ts";
import { taskCpu, taskMemory } from "./task-size.ts";
import { validateTaskDefinition } from "./validate-task-definition.ts";

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/**
 * The definition to be kept: validated, with the defaults and the computed members of AWS.
 *
 * @throws AwsError ClientException
 */
export const newDefinition = (
  state: Reader,
  scope: Scope,
  input: RegisterTaskDefinitionRequest,
): TaskDefinitionRow["definition"] => {
  const containers = validateTaskDefinition(input);
  return {
    containerDefinitions: containers.map((container) => withContainerDefaults(container, input.networkMode)),
    taskRoleArn: requireRole(state, scope, input.taskRoleArn),
    executionRoleArn: requireRole(state, scope, input.executionRoleArn),
    networkMode: input.networkMode,
    volumes: input.volumes ?? [],
    requiresAttributes: requiresAttributes(input, containers),
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: compatibilitiesOf(input, containers),
    runtimePlatform: input.runtimePlatform,
    requiresCompatibilities: input.requiresCompatibilities,
    cpu: text(taskCpu(input.cpu)),
    memory: text(taskMemory(input.memory)),
    inferenceAccelerators: input.inferenceAccelerators,
    pidMode: input.pidMode,
    ipcMode: input.ipcMode,
    proxyConfiguration: input.proxyConfiguration,
    ephemeralStorage: input.ephemeralStorage,
    enableFaultInjection: input.enableFaultInjection,
  };
};

/** The next number of a family. A number is never given twice, not even after a deletion. */
export const takeRevision = (state: Transaction, scope: Scope, family: string): number => {
  const families = state.table(familyTable);
  const id = `${scope.accountId}/${scope.region}/${family}`;
  const lastRevision = (families.get(id)?.lastRevision ?? 0) + 1;
  families.put({ id, lastRevision });
  return lastRevision;
};
