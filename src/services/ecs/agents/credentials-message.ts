import type { ControlPlane } from "../../../operation/index.ts";
import { type TaskRow, taskTable } from "../tasks/table.ts";
import type { CredentialBook } from "./credential-book.ts";
import { RoleNotAssumedError, roleSessions } from "./role-credentials.ts";

/**
 * Sends new sessions of a live task's roles, one message for each. A role that can no longer be assumed leaves
 * the task with the credentials it has until they end.
 */
export const sendCredentials = async (
  plane: ControlPlane,
  book: CredentialBook,
  task: TaskRow,
  send: (message: Readonly<Record<string, unknown>>) => void,
): Promise<void> => {
  const present = plane.state.table(taskTable).get(task.arn);
  if (present === undefined || present.lastStatus === "STOPPED") return;
  try {
    for (const { roleType, credentials, expiresAt } of await roleSessions(plane, present)) {
      send({
        messageId: plane.world.uuid(),
        taskArn: present.arn,
        taskClusterArn: present.clusterArn,
        roleType,
        roleCredentials: credentials,
      });
      book.sent(credentials.credentialsId, expiresAt);
    }
  } catch (error) {
    if (!(error instanceof RoleNotAssumedError)) throw error;
  }
};
