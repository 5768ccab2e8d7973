import type { RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { type Need, operation } from "../../../operation/index.ts";
import { passRoleNeeds, requestTagsOf, tagOnCreateNeeds } from "../authorization-context.ts";
import { clientException } from "../errors.ts";
import { requireTags } from "../tag-values.ts";
import { taskDefinitionArn } from "../task-definition-reference.ts";
import { newDefinition, takeRevision } from "./new-revision.ts";
import { requireFamily } from "./rules/names.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "./table.ts";
import { taskDefinitionView } from "./task-definition-view.ts";
import { taskCpu, taskMemory } from "./task-size.ts";

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/**
 * The revision does not exist yet, so the action is decided on `family:*`. The roles are handed to the tasks
 * that will run, so the caller must be allowed to pass them.
 * https://github.com/wellcomecollection/platform/issues/374 (iam:PassRole)
 */
const needs = (input: RegisterTaskDefinitionRequest, scope: Scope): readonly Need[] => {
  const resource = taskDefinitionArn(scope, { family: requireFamily(input) });
  const compatibilities = input.requiresCompatibilities ?? [];
  const privileged = input.containerDefinitions?.some((container) => container.privileged === true) ?? false;
  return [
    {
      action: "ecs:RegisterTaskDefinition",
      resource,
      context: {
        "ecs:compute-compatibility": compatibilities.length === 0 ? undefined : compatibilities,
        "ecs:privileged": String(privileged),
        "ecs:task-cpu": text(taskCpu(input.cpu)),
        "ecs:task-memory": text(taskMemory(input.memory)),
      },
      ...requestTagsOf(input.tags),
    },
    ...passRoleNeeds(scope, [input.taskRoleArn, input.executionRoleArn]),
    ...tagOnCreateNeeds("RegisterTaskDefinition", resource, input.tags),
  ];
};

/**
 * RegisterTaskDefinition: a new revision of a family.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export const registerTaskDefinition = operation<
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse
>("RegisterTaskDefinition", {
  needs: ({ input, scope }) => needs(input, scope),
  run: ({ input, scope, caller, state, world }) => {
    // https://github.com/fabfuel/ecs-deploy/issues/146
    if (input.tags?.length === 0) throw clientException("Tags can not be empty.");
    const tags = requireTags(input.tags);
    const definition = newDefinition(state, scope, input);
    const family = requireFamily(input);
    const revision = takeRevision(state, scope, family);
    const row: TaskDefinitionRow = {
      arn: taskDefinitionArn(scope, { family, revision }),
      accountId: scope.accountId,
      region: scope.region,
      family,
      revision,
      status: "ACTIVE",
      definition,
      tags,
      registeredAt: world.now(),
      registeredBy: caller.principal.arn,
    };
    state.table(taskDefinitionTable).put(row);
    return { taskDefinition: taskDefinitionView(row), tags: [...tags] };
  },
});
