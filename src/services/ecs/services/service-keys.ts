import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { passRoleNeeds, taskSizeKeys } from "../authorization-context.ts";
import { findTaskDefinition, taskDefinitionArn } from "../task-definition-reference.ts";
import { TASKS_SERVICE, taskRoles } from "../tasks/task-roles.ts";
import type { ServiceInput } from "./unavailable.ts";

const flag = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/**
 * The condition keys of CreateService and UpdateService, but for `ecs:cluster`. What a call leaves out is left out.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export const serviceKeys = (
  state: Reader,
  scope: Scope,
  input: Partial<ServiceInput>,
): NonNullable<Need["context"]> => {
  const named = input.taskDefinition;
  const definition = named ? findTaskDefinition(state, scope, named) : undefined;
  const network = input.networkConfiguration?.awsvpcConfiguration;
  const connect = input.serviceConnectConfiguration;
  const volumes = input.volumeConfigurations;
  return {
    "ecs:task-definition": named ? (definition?.arn ?? taskDefinitionArn(scope, named)) : undefined,
    "ecs:capacity-provider": input.capacityProviderStrategy?.map(
      ({ capacityProvider }) => capacityProvider ?? "",
    ),
    "ecs:enable-execute-command": flag(input.enableExecuteCommand),
    "ecs:enable-ecs-managed-tags": flag(input.enableECSManagedTags),
    "ecs:propagate-tags": input.propagateTags,
    ...taskSizeKeys(definition?.definition ?? {}),
    "ecs:subnet": network?.subnets,
    "ecs:auto-assign-public-ip": network?.assignPublicIp,
    "ecs:enable-service-connect": flag(connect?.enabled),
    "ecs:namespace": connect?.namespace,
    "ecs:enable-ebs-volumes": flag(
      volumes === undefined
        ? undefined
        : volumes.some(({ managedEBSVolume }) => managedEBSVolume !== undefined),
    ),
    "ecs:enable-vpc-lattice": flag(
      input.vpcLatticeConfigurations === undefined ? undefined : input.vpcLatticeConfigurations.length > 0,
    ),
  };
};

/**
 * `iam:PassRole` for the roles of the task definition that a call names: a call that names none passes none.
 * https://github.com/keidarcy/e1s/issues/429
 */
export const serviceRoleNeeds = (
  state: Reader,
  scope: Scope,
  taskDefinition: string | undefined,
): readonly Need[] => {
  const definition = taskDefinition ? findTaskDefinition(state, scope, taskDefinition) : undefined;
  if (definition === undefined) return [];
  const roles = taskRoles(scope, definition.definition, undefined);
  return passRoleNeeds(scope, [roles.task, roles.execution], TASKS_SERVICE);
};
