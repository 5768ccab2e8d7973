import type { ServiceTask } from "./service-task.ts";

/** The tasks of a service over availability zones. */
export type ZoneSnapshot = {
  readonly tasks: readonly ServiceTask[];
  /** The zones where tasks can be started. */
  readonly zones: readonly string[];
  /** How many tasks may be started besides those that are there. */
  readonly room: number;
};

/** One task is to be started in `to`, and when it is healthy one is to be stopped in `from`. */
export type ZoneMove = { readonly from: string; readonly to: string };

/** How many tasks each zone has, most first, then by name. */
export const zoneCounts = ({
  tasks,
  zones,
}: Pick<ZoneSnapshot, "tasks" | "zones">): readonly (readonly [zone: string, count: number])[] => {
  const counts = new Map(zones.map((zone) => [zone, 0]));
  for (const { zone, state } of tasks) {
    if (state !== "stopping") counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts].sort(([left, many], [right, few]) => few - many || (left < right ? -1 : 1));
};

/** Whether no zone where tasks can be started has two tasks less than another. */
export const isBalanced = (snapshot: Pick<ZoneSnapshot, "tasks" | "zones">): boolean => {
  const counts = zoneCounts(snapshot);
  const fewest = counts.filter(([zone]) => snapshot.zones.includes(zone)).at(-1);
  return (counts[0]?.[1] ?? 0) - (fewest?.[1] ?? Number.POSITIVE_INFINITY) < 2;
};

/**
 * The moves that bring the zones of a service within one task of each other, as far as there is room: each from the
 * zone that has most of the tasks that may be moved to the one that has fewest. A task that nobody knows the zone of
 * makes all of it unknown. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
export const planZoneMoves = ({ tasks, zones, room }: ZoneSnapshot): readonly ZoneMove[] => {
  if (tasks.some(({ zone, state }) => zone === "" && state !== "stopping")) return [];
  const counts = new Map(zoneCounts({ tasks, zones }));
  const movable = new Map<string, number>();
  for (const task of tasks) {
    if (task.state === "healthy" && !task.protected)
      movable.set(task.zone, (movable.get(task.zone) ?? 0) + 1);
  }
  const moves: ZoneMove[] = [];
  while (moves.length < room) {
    const from = best([...movable.keys()], (zone) => counts.get(zone) ?? 0);
    const to = best(zones, (zone) => -(counts.get(zone) ?? 0));
    if (from === undefined || to === undefined) break;
    if ((counts.get(from) ?? 0) - (counts.get(to) ?? 0) < 2) break;
    moves.push({ from, to });
    counts.set(from, (counts.get(from) ?? 0) - 1);
    counts.set(to, (counts.get(to) ?? 0) + 1);
    const left = (movable.get(from) ?? 0) - 1;
    if (left > 0) movable.set(from, left);
    else movable.delete(from);
  }
  return moves;
};

/** The zone with the largest value; of equals the first by name. */
const best = (zones: readonly string[], value: (zone: string) => number): string | undefined =>
  [...zones].sort((left, right) => value(right) - value(left) || (left < right ? -1 : 1))[0];
