import type { Compatibility, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../../../operation/index.ts";
import { fargate } from "./rules/fargate.ts";
import { linuxParameters } from "./rules/kernel.ts";
import { logConfiguration } from "./rules/logging.ts";
import type { NamedContainer } from "./rules/rule.ts";
import { volumes } from "./rules/volumes.ts";

/** Whether the definition would have passed with FARGATE among its required compatibilities. */
const runsOnFargate = (
  task: RegisterTaskDefinitionRequest,
  containers: readonly NamedContainer[],
): boolean => {
  const asked = { ...task, requiresCompatibilities: ["FARGATE" as const] };
  try {
    fargate(asked, containers);
    volumes(asked, containers);
    for (const container of containers) {
      logConfiguration(container, asked, containers);
      linuxParameters(container, asked, containers);
    }
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
};

/**
 * ECS Anywhere has neither task networking, nor Service Connect, nor the file systems of AWS.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html#ecs-anywhere-considerations
 */
const runsOnExternal = (
  task: RegisterTaskDefinitionRequest,
  containers: readonly NamedContainer[],
): boolean =>
  task.networkMode !== "awsvpc" &&
  (task.inferenceAccelerators ?? []).length === 0 &&
  !containers.some(({ portMappings }) =>
    portMappings?.some(({ appProtocol }) => appProtocol !== undefined),
  ) &&
  !(task.volumes ?? []).some(
    (volume) => volume.efsVolumeConfiguration ?? volume.fsxWindowsFileServerVolumeConfiguration,
  );

/**
 * ECS Managed Instances have no bridge network, and no container is privileged by accident of the host.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters-managed-instances.html
 */
const runsOnManagedInstances = (task: RegisterTaskDefinitionRequest): boolean =>
  (task.networkMode === "awsvpc" || task.networkMode === "host") &&
  !(task.volumes ?? []).some((volume) => volume.fsxWindowsFileServerVolumeConfiguration);

/** Where a task definition could run, as AWS computes it: `compatibilities` of DescribeTaskDefinition. */
export const compatibilitiesOf = (
  task: RegisterTaskDefinitionRequest,
  containers: readonly NamedContainer[],
): Compatibility[] => [
  ...(runsOnExternal(task, containers) ? (["EXTERNAL"] as const) : []),
  "EC2",
  ...(runsOnManagedInstances(task) ? (["MANAGED_INSTANCES"] as const) : []),
  ...(runsOnFargate(task, containers) ? (["FARGATE"] as const) : []),
];
