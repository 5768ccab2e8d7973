import type { DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { clientException, invalidParameter } from "../errors.ts";
import {
  findTaskDefinition,
  parseTaskDefinitionReference,
  taskDefinitionArn,
} from "../task-definition-reference.ts";
import { dropDeletedTaskDefinitions } from "./drop-deleted.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "./table.ts";
import { taskDefinitionView } from "./task-definition-view.ts";

const MOST = 10;

const referencesOf = (input: DeleteTaskDefinitionsRequest): readonly string[] => {
  const references = input.taskDefinitions ?? [];
  if (references.length === 0) throw invalidParameter("taskDefinitions should not be null or empty.");
  if (references.length > MOST) throw invalidParameter(`taskDefinitions can have at most ${MOST} items.`);
  return [...new Set(references)];
};

/**
 * DeleteTaskDefinitions: INACTIVE revisions go, once no task runs by them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html
 */
export const deleteTaskDefinitions = operation<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse>(
  "DeleteTaskDefinitions",
  {
    needs: ({ input, scope, state }) =>
      referencesOf(input).map((reference) => {
        // Before anything is decided: a family alone would be decided on a revision nobody named.
        if (parseTaskDefinitionReference(scope, reference).revision === undefined) {
          throw clientException("Revision is missing.");
        }
        return {
          action: "ecs:DeleteTaskDefinitions",
          resource: taskDefinitionArn(scope, reference),
          ...resourceTagsOf(findTaskDefinition(state, scope, reference)),
        };
      }),
    run: ({ input, scope, state, world }) => {
      const output: Required<DeleteTaskDefinitionsResponse> = { taskDefinitions: [], failures: [] };
      for (const reference of referencesOf(input)) {
        const arn = taskDefinitionArn(scope, reference);
        const before = state.table(taskDefinitionTable).get(arn);
        if (before === undefined) {
          output.failures?.push({
            arn,
            reason:
              "The specified task definition does not exist. Specify a valid account, family, revision and try again.",
          });
        } else if (before.status === "ACTIVE") {
          output.failures?.push({
            arn,
            reason:
              "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
          });
        } else {
          const row: TaskDefinitionRow =
            before.status === "INACTIVE"
              ? { ...before, status: "DELETE_IN_PROGRESS", deleteRequestedAt: world.now() }
              : before;
          state.table(taskDefinitionTable).put(row);
          output.taskDefinitions?.push(taskDefinitionView(row));
        }
      }
      dropDeletedTaskDefinitions(state, scope, world.now());
      return output;
    },
  },
);
