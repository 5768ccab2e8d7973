import type { TaskOverride } from "@aws-sdk/client-ecs";
import { parseArn, type Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { mayServiceAssume } from "../../sts/index.ts";
import { roleArn } from "../authorization-context.ts";
import { clientException } from "../errors.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";

/** The service that task and execution roles must trust. */
export const TASKS_SERVICE = "ecs-tasks.amazonaws.com";

/** The roles that a task runs with; an override wins over the task definition. */
export type TaskRoles = { readonly task?: string; readonly execution?: string };

/**
 * The ARNs of the roles in effect.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const taskRoles = (
  scope: Scope,
  definition: TaskDefinitionRow["definition"],
  overrides: TaskOverride | undefined,
): TaskRoles => {
  const task = overrides?.taskRoleArn || definition.taskRoleArn;
  const execution = overrides?.executionRoleArn || definition.executionRoleArn;
  return {
    ...(task ? { task: roleArn(scope, task) } : {}),
    ...(execution ? { execution: roleArn(scope, execution) } : {}),
  };
};

/**
 * What AWS says of a role that is not there, or whose trust policy does not let ECS tasks assume it.
 * https://github.com/pulumi/pulumi-awsx/issues/927
 */
export const unableToAssumeText = (role: string): string =>
  `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;

/**
 * Refuses a launch with a role that ECS may not assume for it.
 *
 * @throws AwsError ClientException
 */
export const requireAssumableRoles = (
  state: Reader,
  scope: Scope,
  clusterArn: string,
  definition: TaskDefinitionRow["definition"],
  overrides: TaskOverride,
): void => {
  const roles = taskRoles(scope, definition, overrides);
  for (const role of [roles.task, roles.execution]) {
    if (role === undefined) continue;
    // A role is passed within its account only: nobody gets another account's by knowing its name.
    const own = parseArn(role)?.accountId === scope.accountId;
    if (!own || !mayServiceAssume(state, role, TASKS_SERVICE, clusterArn)) {
      throw clientException(unableToAssumeText(role));
    }
  }
};
