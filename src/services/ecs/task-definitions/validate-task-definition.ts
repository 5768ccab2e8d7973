import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { clientException } from "../errors.ts";
import {
  containerDependencies,
  containerLinks,
  containerTimeouts,
  restartPolicy,
} from "./rules/dependencies.ts";
import { enumerations } from "./rules/enumerations.ts";
import { environmentFiles, repositoryCredentials, secrets } from "./rules/environment.ts";
import { fargate } from "./rules/fargate.ts";
import { healthCheck } from "./rules/health-check.ts";
import { linuxParameters, systemControls, ulimits } from "./rules/kernel.ts";
import { firelens, logConfiguration } from "./rules/logging.ts";
import { requireContainers, requireFamily } from "./rules/names.ts";
import { faultInjection, hostNames, proxyConfiguration } from "./rules/network.ts";
import { placementConstraints } from "./rules/placement.ts";
import { portMappings, portsAreDistinct } from "./rules/ports.ts";
import {
  containerResources,
  ephemeralStorage,
  resourceRequirements,
  resourcesFitTask,
} from "./rules/resources.ts";
import type { ContainerRule, NamedContainer, TaskRule } from "./rules/rule.ts";
import { securityOptions } from "./rules/security.ts";
import { mounts, volumes } from "./rules/volumes.ts";

/** Those that give the more telling answer come first. */
const TASK_RULES: readonly TaskRule[] = [
  enumerations,
  fargate,
  volumes,
  mounts,
  containerDependencies,
  containerLinks,
  portsAreDistinct,
  resourcesFitTask,
  ephemeralStorage,
  firelens,
  placementConstraints,
  proxyConfiguration,
  faultInjection,
];

const CONTAINER_RULES: readonly ContainerRule[] = [
  containerResources,
  portMappings,
  secrets,
  environmentFiles,
  repositoryCredentials,
  logConfiguration,
  healthCheck,
  ulimits,
  linuxParameters,
  systemControls,
  resourceRequirements,
  hostNames,
  containerTimeouts,
  restartPolicy,
  securityOptions,
];

/** The quota "Task definition size". https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_BYTES = 65_536;

/**
 * Refuses a task definition that no agent could run as it is written.
 *
 * @returns the containers, all of them named
 * @throws AwsError ClientException that names the member
 */
export const validateTaskDefinition = (task: RegisterTaskDefinitionRequest): readonly NamedContainer[] => {
  requireFamily(task);
  const containers = requireContainers(task.containerDefinitions);
  for (const container of containers) {
    for (const rule of CONTAINER_RULES) rule(container, task, containers);
  }
  for (const rule of TASK_RULES) rule(task, containers);
  const size = Buffer.byteLength(JSON.stringify(task));
  if (size > MOST_BYTES) {
    throw clientException(`Actual length: '${size}'. Max allowed length is '${MOST_BYTES}' bytes.`);
  }
  return containers;
};
