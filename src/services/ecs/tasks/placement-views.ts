import { defineView } from "../../../state/index.ts";
import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { Fleet } from "../scheduler/fleet.ts";
import { Journal } from "../scheduler/journal.ts";
import { StandingsCache } from "../scheduler/standings-cache.ts";
import type { TaskRow } from "./table.ts";

/** The fleets of all clusters by their ARNs, with what earlier plans found out about them. */
export type Fleets = { readonly byCluster: Map<string, Fleet>; readonly cache: StandingsCache };

/** The ACTIVE container instances as placement looks at them. */
export const fleetsView = defineView<ContainerInstanceRow>()({
  make: (): Fleets => ({ byCluster: new Map(), cache: new StandingsCache() }),
  changed: ({ byCluster }, { sequence, before, after }) => {
    if (before !== undefined && (after?.status !== "ACTIVE" || after.clusterArn !== before.clusterArn)) {
      byCluster.get(before.clusterArn)?.delete(before.arn);
    }
    if (after?.status === "ACTIVE")
      madeFor(byCluster, after.clusterArn, () => new Fleet()).put(after, sequence);
  },
});

/** Journals of the instances of a cluster whose tasks became other ones. */
export type TaskMoves = {
  /** As groups count them: tasks that came, went or are to stop. */
  readonly groups: Journal;
  /** As statuses count them, and groups. */
  readonly statuses: Journal;
};

/** The journals of all clusters by their ARNs. */
export const taskMovesView = defineView<TaskRow>()({
  make: (): Map<string, TaskMoves> => new Map(),
  changed: (byCluster, { before, after }) => {
    const task = after ?? before;
    if (task?.containerInstanceArn === undefined) return;
    const sameGroups = countsAsBefore(before, after);
    if (sameGroups && before?.lastStatus === after?.lastStatus) return;
    const { groups, statuses } = madeFor(byCluster, task.clusterArn, newMoves);
    const left = before?.containerInstanceArn;
    const instances = left === undefined || left === task.containerInstanceArn ? [] : [left];
    for (const arn of [task.containerInstanceArn, ...instances]) {
      statuses.add(arn);
      if (!sameGroups) groups.add(arn);
    }
  },
});

const newMoves = (): TaskMoves => ({ groups: new Journal(), statuses: new Journal() });

const countsAsBefore = (before: TaskRow | undefined, after: TaskRow | undefined): boolean =>
  before !== undefined &&
  after !== undefined &&
  (before.lastStatus === "STOPPED") === (after.lastStatus === "STOPPED") &&
  before.desiredStatus === after.desiredStatus &&
  before.group === after.group &&
  before.containerInstanceArn === after.containerInstanceArn;

const madeFor = <Value>(values: Map<string, Value>, key: string, make: () => Value): Value => {
  const found = values.get(key);
  if (found !== undefined) return found;
  const made = make();
  values.set(key, made);
  return made;
};
