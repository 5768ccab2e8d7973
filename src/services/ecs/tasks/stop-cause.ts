import type { TaskContainer, TaskRow } from "./table.ts";

/**
 * Why a task ended that nobody asked to stop: the agent says nothing of the kind, so the containers tell.
 * A task none of whose essential containers ever ended a run failed to start, and then the reason that the
 * agent gave is the task's; otherwise an essential container exited.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const stopCause = (task: TaskRow): Pick<TaskRow, "stopCode" | "stoppedReason"> => {
  const essential = task.containers.filter((container) => container.essential);
  if (essential.some(hasExited)) {
    return { stopCode: "EssentialContainerExited", stoppedReason: "Essential container in task exited" };
  }
  const reason = task.agentReason ?? firstReason(essential) ?? firstReason(task.containers);
  if (task.startedAt !== undefined) {
    return {
      stopCode: "EssentialContainerExited",
      stoppedReason: reason ?? "Essential container in task exited",
    };
  }
  return { stopCode: "TaskFailedToStart", stoppedReason: reason ?? "Task failed to start" };
};

/**
 * Docker gives a container that could not be started an exit code too. The text of a failed pull says nothing:
 * a container that ran from its cached image keeps it.
 */
const NEVER_STARTED = /^Cannot(?:Create|Start)ContainerError/;

const hasExited = ({ exitCode, reason }: TaskContainer): boolean =>
  exitCode !== undefined && !NEVER_STARTED.test(reason ?? "");

const firstReason = (containers: readonly TaskContainer[]): string | undefined =>
  containers.find(({ reason }) => reason !== undefined)?.reason;
