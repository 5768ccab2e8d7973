import type { Transaction } from "../../../../state/index.ts";
import { withDeactivation } from "../../tasks/deactivation.ts";
import { putTask } from "../../tasks/place-task.ts";
import { type StopRequest, withStopRequested } from "../../tasks/stop-request.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { leaveAll } from "./follow-task.ts";
import { registrationTable } from "./registration-table.ts";

/**
 * Asks for a task's stop. One that is with a load balancer leaves it first: it is told to stop when the last request
 * it was given has ended. Answers the task as it is then.
 */
export const stopRegisteredTask = (
  state: Transaction,
  task: TaskRow,
  request: StopRequest,
  now: number,
): TaskRow => {
  const serves =
    task.lastStatus === "RUNNING" &&
    task.desiredStatus === "RUNNING" &&
    state.table(registrationTable).countBy("task", task.arn) > 0;
  const after = serves ? withDeactivation(task, request, now) : withStopRequested(task, request, now);
  if (after !== task) putTask(state, task, after);
  if (!serves) return after;
  leaveAll(state, task.arn, now);
  return state.table(taskTable).get(task.arn) ?? after;
};
