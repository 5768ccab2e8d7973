import type { LaunchType } from "@aws-sdk/client-ecs";
import { defineView, type Reader } from "../../../state/index.ts";
import { SortedKeys } from "./sorted-keys.ts";
import { type TaskRow, taskTable } from "./table.ts";

/** Which tasks of a cluster a list is of. */
export type TaskFilter = {
  readonly clusterArn: string;
  readonly desired: string;
  readonly instance: string | undefined;
  /** That of a service. */
  readonly group: string | undefined;
  readonly family: string | undefined;
  readonly startedBy: string | undefined;
  readonly launchType: LaunchType | undefined;
};

/** Whether a task is on the list. */
export const passes = (filter: TaskFilter, task: TaskRow): boolean =>
  task.clusterArn === filter.clusterArn &&
  // Nothing ever wants a task to be PENDING: AWS answers an empty list.
  task.desiredStatus === filter.desired &&
  (filter.instance === undefined || task.containerInstanceArn === filter.instance) &&
  (filter.group === undefined || task.group === filter.group) &&
  (filter.family === undefined || task.family === filter.family) &&
  (filter.startedBy === undefined || task.startedBy === filter.startedBy) &&
  (filter.launchType === undefined || task.launchType === filter.launchType);

const MOST_LISTS = 64;

/** Long lists that somebody has asked for, kept in order, so that a page of one costs no more than the page. */
class TaskLists {
  readonly #lists = new Map<string, { readonly filter: TaskFilter; readonly ids: SortedKeys }>();

  changed(before: TaskRow | undefined, after: TaskRow | undefined): void {
    for (const { filter, ids } of this.#lists.values()) {
      const was = before !== undefined && passes(filter, before);
      const is = after !== undefined && passes(filter, after);
      if (was && !is) ids.delete(before.id);
      if (is && !was) ids.add(after.id);
    }
  }

  of(filter: TaskFilter, tasks: () => Iterable<TaskRow>): SortedKeys {
    const key = JSON.stringify(filter);
    const ids = this.#lists.get(key)?.ids ?? idsOf(filter, tasks());
    this.#lists.delete(key);
    this.#lists.set(key, { filter, ids });
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > MOST_LISTS && oldest !== undefined) this.#lists.delete(oldest);
    return ids;
  }
}

const idsOf = (filter: TaskFilter, tasks: Iterable<TaskRow>): SortedKeys => {
  const ids: string[] = [];
  for (const task of tasks) if (passes(filter, task)) ids.push(task.id);
  return new SortedKeys(ids);
};

const taskLists = defineView<TaskRow>()({
  make: () => new TaskLists(),
  changed: (lists, { before, after }) => lists.changed(before, after),
});

/** Below this sorting anew each time is quick. */
const LONG = 500;

/** The ids of the tasks on a list that come after one, or all of them, in order. */
export const taskIdsAfter = (
  state: Reader,
  filter: TaskFilter,
  after: string | undefined,
): Iterable<string> => {
  const tasks = state.table(taskTable);
  const [index, value] = narrowest(filter);
  const found = () => tasks.by(index, value);
  const ids =
    tasks.countBy(index, value) < LONG ? idsOf(filter, found()) : tasks.view(taskLists).of(filter, found);
  return ids.after(after);
};

/** The index that leaves the fewest tasks to look at. */
const narrowest = ({
  clusterArn,
  instance,
  group,
  startedBy,
  family,
  desired,
}: TaskFilter): readonly ["instance" | "group" | "startedBy" | "family" | "desired", string] => {
  if (instance !== undefined) return ["instance", instance];
  if (group !== undefined) return ["group", `${clusterArn}/${group}`];
  if (startedBy !== undefined) return ["startedBy", `${clusterArn}/${startedBy}`];
  if (family !== undefined) return ["family", `${clusterArn}/${family}`];
  return ["desired", `${clusterArn}/${desired}`];
};
