import type { Transaction } from "../../../state/index.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "../container-instances/table.ts";
import { release, reserve } from "../scheduler/resources.ts";
import { type TaskRow, taskTable } from "./table.ts";

/** Writes a new task and takes what it needs from its instance, in the same transaction. */
export const placeTask = (state: Transaction, task: TaskRow): void => placeTasks(state, [task]);

/** The same for several tasks: each instance is written once. */
export const placeTasks = (state: Transaction, tasks: readonly TaskRow[]): void => {
  const instances = new Map<string, ContainerInstanceRow>();
  for (const task of tasks) {
    const arn = task.containerInstanceArn;
    const instance = (arn === undefined ? undefined : instances.get(arn)) ?? instanceOf(state, task);
    if (instance === undefined) continue;
    instances.set(instance.arn, {
      ...instance,
      remainingResources: reserve(instance.remainingResources, task.reservation),
      version: instance.version + 1,
    });
  }
  for (const instance of instances.values()) state.table(containerInstanceTable).put(instance);
  for (const task of tasks) state.table(taskTable).put(task);
};

/**
 * Writes a task that exists already. The moment it becomes STOPPED its instance gets back exactly what the
 * task took.
 * INVARIANT: a container instance's remaining resources are those registered less the reservations of its
 * tasks that are not STOPPED.
 */
export const putTask = (state: Transaction, before: TaskRow, after: TaskRow): void => {
  state.table(taskTable).put(after);
  if (before.lastStatus === "STOPPED" || after.lastStatus !== "STOPPED") return;
  const instance = instanceOf(state, after);
  if (instance === undefined) return;
  state.table(containerInstanceTable).put({
    ...instance,
    remainingResources: release(instance.remainingResources, after.reservation),
    version: instance.version + 1,
  });
};

const instanceOf = (state: Transaction, task: TaskRow): ContainerInstanceRow | undefined =>
  task.containerInstanceArn === undefined
    ? undefined
    : state.table(containerInstanceTable).get(task.containerInstanceArn);
