import type { DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clientException } from "../errors.ts";
import { findTaskDefinition, parseTaskDefinitionReference } from "../task-definition-reference.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "./table.ts";
import { taskDefinitionView } from "./task-definition-view.ts";

/**
 * DeregisterTaskDefinition: the revision becomes INACTIVE; tasks that run go on. A revision must be named.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html
 */
export const deregisterTaskDefinition = operation<
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse
>("DeregisterTaskDefinition", {
  needs: () => ({ action: "ecs:DeregisterTaskDefinition", resource: "*" }),
  run: ({ input, scope, state, world }) => {
    const reference = input.taskDefinition ?? "";
    if (parseTaskDefinitionReference(scope, reference).revision === undefined) {
      throw clientException("Revision is missing.");
    }
    const before = findTaskDefinition(state, scope, reference);
    if (before === undefined) {
      throw clientException(
        "The specified task definition does not exist. Specify a valid account, family, revision and try again.",
      );
    }
    if (before.status !== "ACTIVE") return { taskDefinition: taskDefinitionView(before) };
    const row: TaskDefinitionRow = { ...before, status: "INACTIVE", deregisteredAt: world.now() };
    state.table(taskDefinitionTable).put(row);
    return { taskDefinition: taskDefinitionView(row) };
  },
});
