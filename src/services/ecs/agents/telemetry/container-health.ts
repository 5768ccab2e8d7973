import type { ControlPlane } from "../../../../operation/index.ts";
import { putTask } from "../../tasks/place-task.ts";
import { type TaskContainer, type TaskRow, taskTable } from "../../tasks/table.ts";
import { listMember, textMember } from "../envelope.ts";

type Health = TaskContainer["healthStatus"];

const HEALTH: readonly Health[] = ["HEALTHY", "UNHEALTHY", "UNKNOWN"];

/** Takes the health of an instance's containers; tasks of other instances are left alone. */
export const applyContainerHealth = (
  plane: ControlPlane,
  instanceArn: string,
  message: Readonly<Record<string, unknown>>,
): Promise<void> =>
  plane.state.transact((state) => {
    for (const reported of listMember(message, "tasks")) {
      const task = state.table(taskTable).get(textMember(reported, "taskArn") ?? "");
      if (task === undefined || task.containerInstanceArn !== instanceArn || task.lastStatus === "STOPPED")
        continue;
      const healthy = withHealth(task, listMember(reported, "containers"));
      if (healthy !== task) putTask(state, task, healthy);
    }
  });

/** A task with its containers' health as reported, and its own that follows from it. */
export const withHealth = (task: TaskRow, reports: readonly Readonly<Record<string, unknown>>[]): TaskRow => {
  const reported = new Map<string, Health>();
  for (const report of reports) {
    const status = HEALTH.find((known) => known === textMember(report, "healthStatus"));
    if (status !== undefined) reported.set(textMember(report, "containerName") ?? "", status);
  }
  let changed = false;
  const containers = task.containers.map((container) => {
    const healthStatus = reported.get(container.name);
    if (healthStatus === undefined || healthStatus === container.healthStatus) return container;
    changed = true;
    return { ...container, healthStatus };
  });
  if (!changed) return task;
  const checked = task.containers.filter(({ name }) => reported.has(name)).map(({ name }) => name);
  return { ...task, containers, healthStatus: taskHealth(containers, checked), version: task.version + 1 };
};

/**
 * A task's health: that of its essential containers with a health check. One that is unhealthy makes it so;
 * all healthy make it healthy.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
 */
const taskHealth = (containers: readonly TaskContainer[], checked: readonly string[]): Health => {
  const counting = containers.filter(({ essential, name }) => essential && checked.includes(name));
  if (counting.some(({ healthStatus }) => healthStatus === "UNHEALTHY")) return "UNHEALTHY";
  const healthy = counting.length > 0 && counting.every(({ healthStatus }) => healthStatus === "HEALTHY");
  return healthy ? "HEALTHY" : "UNKNOWN";
};
