import type { ServiceTask } from "./service-task.ts";
import { StopQueue } from "./stop-queue.ts";

/**
 * Which `count` of `candidates` go first: those that serve nobody yet, then those in the zone, and there on the
 * container instance, that has most of the service's running tasks; of equals the newest. Costs in proportion to the
 * tasks that it is shown, whatever their number that go.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @param all every task of the service, which decides how many a zone and an instance have
 */
export const firstToStop = (
  candidates: readonly ServiceTask[],
  count: number,
  all: readonly ServiceTask[],
): readonly ServiceTask[] => {
  if (count <= 0 || candidates.length === 0) return [];
  const perZone = countBy(all, ({ zone }) => zone);
  const perInstance = countBy(all, ({ instanceArn }) => instanceArn);
  const chosen: ServiceTask[] = [];
  for (const serving of [false, true]) {
    const queue = new StopQueue(
      candidates.filter(({ state }) => (state === "healthy") === serving),
      perZone,
      perInstance,
    );
    while (chosen.length < count) {
      const task = queue.take();
      if (task === undefined) break;
      chosen.push(task);
      perZone.set(task.zone, (perZone.get(task.zone) ?? 0) - 1);
      perInstance.set(task.instanceArn, (perInstance.get(task.instanceArn) ?? 0) - 1);
    }
  }
  return chosen;
};

const countBy = (tasks: readonly ServiceTask[], key: (task: ServiceTask) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (task.state !== "stopping") counts.set(key(task), (counts.get(key(task)) ?? 0) + 1);
  }
  return counts;
};
