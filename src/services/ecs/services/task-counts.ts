import type { Reader } from "../../../state/index.ts";
import { taskTable } from "../tasks/table.ts";
import { type ServiceRow, serviceGroup } from "./table.ts";

/** How many tasks run, and how many are on their way there. */
export type TaskCounts = { readonly running: number; readonly pending: number };

const NONE: TaskCounts = { running: 0, pending: 0 };

/** The counts of a service's tasks by the deployment that started them, and of all of them. */
export const taskCounts = (
  state: Reader,
  service: ServiceRow,
): { readonly all: TaskCounts; readonly of: (deploymentId: string) => TaskCounts } => {
  const byDeployment = new Map<string, TaskCounts>();
  let all = NONE;
  for (const task of state
    .table(taskTable)
    .by("scheduled", `${service.clusterArn}/${serviceGroup(service)}`)) {
    const add = countOf(task.lastStatus);
    all = sum(all, add);
    const id = task.startedBy ?? "";
    byDeployment.set(id, sum(byDeployment.get(id) ?? NONE, add));
  }
  return { all, of: (id) => byDeployment.get(id) ?? NONE };
};

const countOf = (status: string): TaskCounts => {
  if (status === "RUNNING") return { running: 1, pending: 0 };
  return status === "PROVISIONING" || status === "PENDING" || status === "ACTIVATING"
    ? { running: 0, pending: 1 }
    : NONE;
};

const sum = (left: TaskCounts, right: TaskCounts): TaskCounts => ({
  running: left.running + right.running,
  pending: left.pending + right.pending,
});
