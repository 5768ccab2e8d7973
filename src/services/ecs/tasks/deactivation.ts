import type { StopRequest } from "./stop-request.ts";
import type { TaskRow } from "./table.ts";

/**
 * A task that is to stop, but gets requests: it is taken from its load balancers first, and its agent is told
 * nothing until that is done.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html (DEACTIVATING)
 */
export const withDeactivation = (task: TaskRow, request: StopRequest, now: number): TaskRow =>
  task.desiredStatus === "STOPPED" || task.lastStatus !== "RUNNING"
    ? task
    : {
        ...task,
        ...request,
        lastStatus: "DEACTIVATING",
        desiredStatus: "STOPPED",
        stopRequested: true,
        stoppingAt: now,
        // There is nothing to tell: it goes on running.
        delivered: true,
        version: task.version + 1,
      };

/** A task that gets no requests any more: now its agent is told to stop it. */
export const withDeactivated = (task: TaskRow): TaskRow =>
  task.lastStatus === "DEACTIVATING"
    ? { ...task, lastStatus: "STOPPING", delivered: false, version: task.version + 1 }
    : task;

/** What its agent is to do with a task. */
export const statusForAgent = ({ lastStatus, desiredStatus }: TaskRow): TaskRow["desiredStatus"] =>
  lastStatus === "DEACTIVATING" ? "RUNNING" : desiredStatus;
