import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader } from "../../src/state/index.ts";
import type { Disk } from "./disk.ts";

type Members = Readonly<Record<string, unknown>>;

const listOf = (message: Members, name: string): readonly Members[] =>
  (message[name] ?? []) as readonly Members[];

/**
 * Looks at what an agent is sent: it is told of nothing that a crash could undo, and never to stop what is to run.
 *
 * @returns what is wrong with it
 */
export const wrongMessage = (
  state: Reader,
  disk: Disk,
  instanceArn: string | undefined,
  type: string,
  message: Members,
): string | undefined => {
  if (type === "PayloadMessage") {
    for (const { arn, desiredStatus } of listOf(message, "tasks")) {
      const row = disk.row(taskTable.name, String(arn)) as { readonly desiredStatus?: string } | undefined;
      if (row?.desiredStatus !== desiredStatus) {
        return `an agent is sent ${arn} as ${desiredStatus}, which is ${row?.desiredStatus ?? "not there"} on disk`;
      }
    }
  }
  if (type === "TaskStopVerificationAck") {
    for (const { taskArn } of listOf(message, "stopTasks")) {
      const task = state.table(taskTable).get(String(taskArn));
      if (task?.desiredStatus === "RUNNING" && task.containerInstanceArn === instanceArn) {
        return `an agent is to stop ${taskArn}, which is to run`;
      }
    }
  }
  return undefined;
};
