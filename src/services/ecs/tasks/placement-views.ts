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

/** For each cluster the journal of instances whose tasks became other ones, as groups and statuses count them. */
export const taskMovesView = defineView<TaskRow>()({
  make: (): Map<string, Journal> => new Map(),
  changed: (byCluster, { before, after }) => {
    const task = after ?? before;
    if (task?.containerInstanceArn === undefined || countsAsBefore(before, after)) return;
    madeFor(byCluster, task.clusterArn, () => new Journal()).add(task.containerInstanceArn);
    const left = before?.containerInstanceArn;
    if (left !== undefined && left !== task.containerInstanceArn) {
      byCluster.get(task.clusterArn)?.add(left);
    }
  },
});

const countsAsBefore = (before: TaskRow | undefined, after: TaskRow | undefined): boolean =>
  before !== undefined &&
  after !== undefined &&
  before.lastStatus === after.lastStatus &&
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
