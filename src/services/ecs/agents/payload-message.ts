import type { ControlPlane } from "../../../operation/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { taskDefinitionTable } from "../task-definitions/table.ts";
import { putTask } from "../tasks/place-task.ts";
import { withStopRequested } from "../tasks/stop-request.ts";
import { type TaskRow, taskTable } from "../tasks/table.ts";
import { unableToAssumeText } from "../tasks/task-roles.ts";
import type { CredentialBook } from "./credential-book.ts";
import { type PayloadCredentials, payloadStop, payloadTask } from "./payload/task.ts";
import { RoleNotAssumedError, roleSessions } from "./role-credentials.ts";

/**
 * A task as its payload carries it, with fresh credentials when it is to run. undefined when there is nothing
 * to send any more: it has ended, or is to stop by now and has a payload of its own for that.
 */
export const payloadMessage = async (
  plane: ControlPlane,
  book: CredentialBook,
  task: TaskRow,
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const { state } = plane;
  const present = state.table(taskTable).get(task.arn);
  if (present === undefined || present.lastStatus === "STOPPED") return undefined;
  if (present.desiredStatus !== task.desiredStatus || task.containerInstanceArn === undefined)
    return undefined;
  const definition = state.table(taskDefinitionTable).get(task.taskDefinitionArn);
  const instance = state.table(containerInstanceTable).get(task.containerInstanceArn);
  if (definition === undefined || instance === undefined) return payloadStop(task);
  const source = { task, definition, instance, endpoint: plane.environment.endpoint };
  if (task.desiredStatus === "STOPPED") return payloadTask(source, {});
  const withRoles = task.taskCredentialsId !== undefined || task.executionCredentialsId !== undefined;
  if (!withRoles) return payloadTask(source, {});
  const credentials = await payloadCredentials(plane, book, task);
  return credentials === undefined ? undefined : payloadTask(source, credentials);
};

/** The credentials of a task's roles; undefined when one could not be had, which ends the task. */
const payloadCredentials = async (
  plane: ControlPlane,
  book: CredentialBook,
  task: TaskRow,
): Promise<PayloadCredentials | undefined> => {
  try {
    const sessions = await roleSessions(plane, task);
    for (const { credentials, expiresAt } of sessions) book.sent(credentials.credentialsId, expiresAt);
    const application = sessions.find(({ roleType }) => roleType === "TaskApplication");
    const execution = sessions.find(({ roleType }) => roleType === "TaskExecution");
    return {
      ...(application === undefined ? {} : { roleCredentials: application.credentials }),
      ...(execution === undefined ? {} : { executionRoleCredentials: execution.credentials }),
    };
  } catch (error) {
    if (!(error instanceof RoleNotAssumedError)) throw error;
    await stopForRole(plane, task.arn, error.roleArn);
    return undefined;
  }
};

const stopForRole = (plane: ControlPlane, arn: string, roleArn: string): Promise<void> =>
  plane.state.transact((state) => {
    const task = state.table(taskTable).get(arn);
    if (task === undefined) return;
    const reason = { stopCode: "TaskFailedToStart", stoppedReason: unableToAssumeText(roleArn) } as const;
    const stopping = withStopRequested(task, reason, plane.world.now());
    if (stopping !== task) putTask(state, task, stopping);
  });
