import type { ServiceTask } from "./service-task.ts";

/**
 * Which `count` of `candidates` go first: those that serve nobody yet, then those in the zone, and there on the
 * container instance, that has most of the service's running tasks; of equals the newest.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @param all every task of the service, which decides how many a zone and an instance have
 */
export const firstToStop = (
  candidates: readonly ServiceTask[],
  count: number,
  all: readonly ServiceTask[],
): readonly ServiceTask[] => {
  const perZone = countBy(all, ({ zone }) => zone);
  const perInstance = countBy(all, ({ instanceArn }) => instanceArn);
  const left = [...candidates];
  const chosen: ServiceTask[] = [];
  const crowd = (task: ServiceTask): readonly number[] => [
    task.state === "healthy" ? 0 : 1,
    perZone.get(task.zone) ?? 0,
    perInstance.get(task.instanceArn) ?? 0,
    task.createdAt,
  ];
  while (chosen.length < count && left.length > 0) {
    let best = 0;
    for (let at = 1; at < left.length; at++) if (before(left, at, best, crowd)) best = at;
    const [task] = left.splice(best, 1);
    if (task === undefined) break;
    chosen.push(task);
    perZone.set(task.zone, (perZone.get(task.zone) ?? 0) - 1);
    perInstance.set(task.instanceArn, (perInstance.get(task.instanceArn) ?? 0) - 1);
  }
  return chosen;
};

const before = (
  tasks: readonly ServiceTask[],
  at: number,
  best: number,
  crowd: (task: ServiceTask) => readonly number[],
): boolean => {
  const [one, other] = [tasks[at], tasks[best]];
  if (one === undefined || other === undefined) return false;
  const [mine, theirs] = [crowd(one), crowd(other)];
  for (let index = 0; index < mine.length; index++) {
    const difference = (mine[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return one.arn < other.arn;
};

const countBy = (tasks: readonly ServiceTask[], key: (task: ServiceTask) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (task.state !== "stopping") counts.set(key(task), (counts.get(key(task)) ?? 0) + 1);
  }
  return counts;
};
