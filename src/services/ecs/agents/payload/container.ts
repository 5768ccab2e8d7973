import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { ContainerInstanceRow } from "../../container-instances/table.ts";
import type { TaskDefinitionRow } from "../../task-definitions/table.ts";
import { containerOverrideOf } from "../../tasks/overrides.ts";
import type { TaskRow } from "../../tasks/table.ts";
import { dockerConfig } from "./docker-config.ts";
import { environment } from "./environment.ts";
import { hostConfig } from "./host-config.ts";
import { logConfig } from "./log-configuration.ts";
import { payloadPortMappings } from "./port-mappings.ts";
import { present } from "./present.ts";
import { registryAuthentication } from "./registry-authentication.ts";
import { secrets } from "./secrets.ts";

/** What a container's translation is made from. */
export type PayloadSource = {
  readonly task: TaskRow;
  readonly definition: TaskDefinitionRow;
  readonly instance: ContainerInstanceRow;
  /** The control plane's own URL, for what a container's Docker daemon calls. */
  readonly endpoint: string;
};

/** The lowest version of Docker's API that the parts of `dockerConfig` need. */
const DOCKER_API = "1.24";

const EXECUTION_ROLE_LOGS = "ecs.capability.execution-role-awslogs";

/** A container of a task as the agent takes it, with the overrides merged in. */
export const payloadContainer = (
  source: PayloadSource,
  container: ContainerDefinition,
): Readonly<Record<string, unknown>> => {
  const { task, definition, instance, endpoint } = source;
  const { networkMode } = definition.definition;
  const override = containerOverrideOf(task.overrides, container.name);
  const hasExecutionRole = task.executionCredentialsId !== undefined;
  const environmentFiles = override?.environmentFiles ?? container.environmentFiles;
  const logs = logConfig(container, task, endpoint);
  return present({
    name: container.name,
    containerArn: task.containers.find(({ name }) => name === container.name)?.arn,
    image: container.image,
    essential: container.essential ?? true,
    cpu: override?.cpu ?? container.cpu ?? 0,
    memory: override?.memory ?? container.memory ?? 0,
    entryPoint: container.entryPoint,
    command: override?.command ?? container.command,
    environment: environment(container, override, task.launchType),
    environmentFiles: environmentFiles?.map(({ value, type }) => ({ value, type })),
    links: container.links,
    portMappings: payloadPortMappings(container.portMappings, networkMode),
    mountPoints: container.mountPoints?.map((mount) => ({
      sourceVolume: mount.sourceVolume,
      containerPath: mount.containerPath,
      readOnly: mount.readOnly ?? false,
    })),
    volumesFrom: container.volumesFrom?.map((from) => ({
      sourceContainer: from.sourceContainer,
      readOnly: from.readOnly ?? false,
    })),
    dependsOn: container.dependsOn?.map(({ containerName, condition }) => ({ containerName, condition })),
    startTimeout: container.startTimeout,
    stopTimeout: container.stopTimeout,
    // In upper case the agent takes no notice of it.
    healthCheckType: container.healthCheck === undefined ? undefined : "docker",
    restartPolicy: container.restartPolicy,
    registryAuthentication: registryAuthentication(container, task.region, hasExecutionRole),
    secrets: secrets(container, task.region),
    logsAuthStrategy:
      hasExecutionRole && instance.attributes.some(({ name }) => name === EXECUTION_ROLE_LOGS)
        ? "ExecutionRole"
        : undefined,
    firelensConfiguration: container.firelensConfiguration,
    managedAgents: task.enableExecuteCommand
      ? [{ name: "ExecuteCommandAgent", properties: { sessionLimit: "2" } }]
      : undefined,
    overrides: "{}",
    dockerConfig: {
      version: DOCKER_API,
      config: JSON.stringify(dockerConfig(container)),
      hostConfig: JSON.stringify(hostConfig(container, override, networkMode, logs)),
    },
  });
};
