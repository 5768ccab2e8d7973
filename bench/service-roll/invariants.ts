import {
  type ContainerInstanceRow,
  containerInstanceTable,
} from "../../src/services/ecs/container-instances/table.ts";
import { remainingOf } from "../../src/services/ecs/scheduler/resources.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { State } from "../../src/state/index.ts";

/** What a service must never leave while it rolls. */
export type Limits = { readonly minimumHealthy: number; readonly maximum: number };

/** What was seen of the tasks after each commit. */
export type Seen = { leastHealthy: number; mostTasks: number; commits: number };

/**
 * Looks at the tasks of a service's group and at the container instances after every commit, and throws when a percentage is left or when an
 * instance has more or less left than its tasks leave.
 */
export const watchInvariants = (
  state: State,
  group: string,
  limits: Limits,
): { readonly seen: Seen; readonly stop: () => void } => {
  const seen: Seen = { leastHealthy: Number.POSITIVE_INFINITY, mostTasks: 0, commits: 0 };
  const touched = new Set<string>();
  let [healthy, all] = [0, 0];
  for (const task of state.table(taskTable).all()) {
    if (task.group !== group) continue;
    healthy += serves(task);
    all += exists(task);
  }
  let due = false;
  const look = (): void => {
    due = false;
    seen.commits += 1;
    seen.leastHealthy = Math.min(seen.leastHealthy, healthy);
    seen.mostTasks = Math.max(seen.mostTasks, all);
    if (healthy < limits.minimumHealthy)
      throw new Error(`${healthy} healthy, at least ${limits.minimumHealthy}`);
    if (all > limits.maximum) throw new Error(`${all} tasks, at most ${limits.maximum}`);
    for (const arn of touched) checkResources(state, state.table(containerInstanceTable).get(arn));
    touched.clear();
  };
  // A commit is told row by row, and only all of it together must hold.
  const later = (): void => {
    if (due) return;
    due = true;
    queueMicrotask(look);
  };
  const stops = [
    state.subscribe(taskTable, ({ before, after }) => {
      if ((after ?? before)?.group !== group) return;
      healthy += serves(after) - serves(before);
      all += exists(after) - exists(before);
      const arn = (after ?? before)?.containerInstanceArn;
      if (arn !== undefined) touched.add(arn);
      later();
    }),
    state.subscribe(containerInstanceTable, ({ key }) => {
      touched.add(key);
      later();
    }),
  ];
  return {
    seen,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
};

const serves = (task: TaskRow | undefined): number =>
  task?.lastStatus === "RUNNING" && task.desiredStatus === "RUNNING" ? 1 : 0;

const exists = (task: TaskRow | undefined): number =>
  task === undefined || task.lastStatus === "STOPPED" ? 0 : 1;

const checkResources = (state: State, instance: ContainerInstanceRow | undefined): void => {
  if (instance === undefined) return;
  const reservations = [...state.table(taskTable).by("live", instance.arn)].map(
    ({ reservation }) => reservation,
  );
  const left = JSON.stringify(remainingOf(instance.registeredResources, reservations));
  const told = JSON.stringify(instance.remainingResources);
  if (left !== told) throw new Error(`${instance.arn} has ${told} left, its tasks leave ${left}`);
  for (const { name, integerValue = 0 } of instance.remainingResources) {
    if (integerValue < 0) throw new Error(`${instance.arn} has given away more ${name} than it has`);
  }
};
