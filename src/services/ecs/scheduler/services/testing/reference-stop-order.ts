import type { ServiceTask } from "../service-task.ts";

/** The order of `firstToStop` as it is described: looks at every candidate for every task that goes. */
export const referenceStopOrder = (
  candidates: readonly ServiceTask[],
  count: number,
  all: readonly ServiceTask[],
): readonly ServiceTask[] => {
  const left = [...candidates];
  const chosen: ServiceTask[] = [];
  const crowd = (key: "zone" | "instanceArn", task: ServiceTask): number =>
    all.filter((one) => one.state !== "stopping" && one[key] === task[key] && !chosen.includes(one)).length;
  while (chosen.length < count && left.length > 0) {
    const ranked = left.map((task) => ({
      task,
      keys: [
        task.state === "healthy" ? 0 : 1,
        crowd("zone", task),
        crowd("instanceArn", task),
        task.createdAt,
      ],
    }));
    ranked.sort(
      (one, other) =>
        one.keys.map((key, place) => (other.keys[place] ?? 0) - key).find((step) => step !== 0) ??
        (one.task.arn < other.task.arn ? -1 : 1),
    );
    const [first] = ranked;
    if (first === undefined) break;
    left.splice(left.indexOf(first.task), 1);
    chosen.push(first.task);
  }
  return chosen;
};
