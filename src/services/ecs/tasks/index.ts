import type { AnyOperation } from "../../../operation/index.ts";
import { describeTasks } from "./describe-tasks.ts";
import { listTasks } from "./list-tasks.ts";
import { runTask } from "./run-task.ts";
import { startTask } from "./start-task.ts";
import { stopTask } from "./stop-task.ts";
import { getTaskProtection, updateTaskProtection } from "./task-protection.ts";

/** The operations on tasks. */
export const taskOperations: readonly AnyOperation[] = [
  runTask,
  startTask,
  stopTask,
  describeTasks,
  listTasks,
  getTaskProtection,
  updateTaskProtection,
];
