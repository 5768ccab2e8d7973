import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import {
  passRoleNeeds,
  requestTagsOf,
  resourceTagsOf,
  tagOnCreateNeeds,
  taskDefinitionNeedArn,
} from "../authorization-context.ts";
import { clusterArn, clusterNameOf } from "../cluster-reference.ts";
import { ecsArn } from "../names.ts";
import { findTaskDefinition } from "../task-definition-reference.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";
import type { LaunchInput } from "./launch-request.ts";
import { TASKS_SERVICE, taskRoles } from "./task-roles.ts";

type NeedFacts = {
  readonly state: Reader;
  readonly scope: Scope;
  readonly input: LaunchInput & { readonly cluster?: string | undefined };
};

/**
 * What RunTask or StartTask needs: the action on the task definition's revision, `iam:PassRole` for the roles
 * in effect, and `ecs:TagResource` where the call carries tags.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 *
 * @param context further condition keys of the action
 */
export const launchNeeds = (
  action: "RunTask" | "StartTask",
  { state, scope, input }: NeedFacts,
  context: (definition: TaskDefinitionRow | undefined) => NonNullable<Need["context"]>,
): readonly Need[] => {
  const cluster = clusterArn(scope, input.cluster);
  const reference = input.taskDefinition ?? "";
  const definition = findTaskDefinition(state, scope, reference);
  const roles = definition === undefined ? {} : taskRoles(scope, definition.definition, input.overrides);
  const volumes = input.volumeConfigurations ?? [];
  return [
    {
      action: `ecs:${action}`,
      resource: taskDefinitionNeedArn(state, scope, reference),
      context: {
        "ecs:cluster": cluster,
        "ecs:enable-execute-command": String(input.enableExecuteCommand ?? false),
        "ecs:enable-ebs-volumes": String(
          volumes.some(({ managedEBSVolume }) => managedEBSVolume !== undefined),
        ),
        ...context(definition),
      },
      ...resourceTagsOf(definition),
      ...requestTagsOf(input.tags),
    },
    ...passRoleNeeds(scope, [roles.task, roles.execution], TASKS_SERVICE),
    ...tagOnCreateNeeds(action, ecsArn(scope, "task", clusterNameOf(cluster), "*"), input.tags),
  ];
};
