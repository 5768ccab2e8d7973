import type { Transaction } from "../../../state/index.ts";
import { putTask } from "../tasks/place-task.ts";
import { type StopRequest, withoutAgent } from "../tasks/stop-request.ts";
import { taskTable } from "../tasks/table.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "./table.ts";

/**
 * Takes an instance out of its cluster. Tasks it still has are not accounted for any more and count as stopped
 * for the reason given; nothing tells the agent, which may go on running them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
 */
export const deregister = (
  state: Transaction,
  arn: string,
  reason: StopRequest,
  now: number,
): ContainerInstanceRow | undefined => {
  for (const task of [...state.table(taskTable).by("live", arn)]) {
    putTask(state, task, withoutAgent(task, reason, now));
  }
  const row = state.table(containerInstanceTable).get(arn);
  if (row === undefined || row.status === "INACTIVE") return row;
  const inactive: ContainerInstanceRow = {
    ...row,
    status: "INACTIVE",
    agentConnected: false,
    deregisteredAt: now,
    version: row.version + 1,
  };
  state.table(containerInstanceTable).put(inactive);
  return inactive;
};
