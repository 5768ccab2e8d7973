import type { ControlPlane } from "../../../operation/index.ts";
import { putTask } from "../tasks/place-task.ts";
import { laterStatus } from "../tasks/report.ts";
import { type TaskRow, taskTable } from "../tasks/table.ts";

/** What a payload was about. */
export type Delivered = { readonly taskArn: string; readonly desiredStatus: TaskRow["desiredStatus"] };

/**
 * Takes note that the agent has taken a payload over: it will not be sent again. What the agent took over and
 * has yet to do shows in the task's status.
 */
export const acknowledge = (
  plane: ControlPlane,
  instanceArn: string,
  { taskArn, desiredStatus }: Delivered,
): Promise<void> =>
  plane.state.transact((state) => {
    const task = state.table(taskTable).get(taskArn);
    if (task === undefined || task.containerInstanceArn !== instanceArn || task.delivered) return;
    // A stop that was asked for meanwhile has a payload of its own.
    if (task.desiredStatus !== desiredStatus || task.lastStatus === "STOPPED") return;
    const lastStatus = laterStatus(task.lastStatus, desiredStatus === "RUNNING" ? "PENDING" : "STOPPING");
    const version = lastStatus === task.lastStatus ? task.version : task.version + 1;
    putTask(state, task, { ...task, delivered: true, lastStatus, version });
  });
