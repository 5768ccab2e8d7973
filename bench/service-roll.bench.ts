import { type Roll, rollOf } from "./service-roll/roll.ts";

/** A roll of this many tasks is the figure; the others show how its cost grows. */
const SIZES = [250, 500, 1000, 2000];

const TASKS_AN_INSTANCE = 10;

/**
 * A service rolls to a new revision: every task is replaced, with the percentages and the resources looked at after
 * every commit. The work of the control plane is counted in rows, which no other work of the machine changes.
 */
await rollOf({ tasks: 100, instances: 10 });
const rolls: Roll[] = [];
for (const tasks of SIZES) {
  const roll = await rollOf({ tasks, instances: tasks / TASKS_AN_INSTANCE });
  rolls.push(roll);
  console.log(
    `${String(tasks).padStart(5)} tasks: ${(roll.seconds).toFixed(2)} s, ${roll.looks} looks of the scheduler, a task: ` +
      `${(roll.read / tasks).toFixed(1)} rows read, ${(roll.written / tasks).toFixed(1)} written, ` +
      `${((roll.cpu / tasks) * 1000).toFixed(0)} µs of CPU; ` +
      `healthy at least ${roll.leastHealthy}, tasks at most ${roll.mostTasks}, ${roll.commits} commits looked at`,
  );
}
const [small, large] = [rolls[0], rolls.at(-1)];
if (small !== undefined && large !== undefined) {
  const ratio = (of: (roll: Roll) => number): string =>
    (of(large) / large.tasks / (of(small) / small.tasks)).toFixed(2);
  console.log(
    `a task of ${large.tasks} against one of ${small.tasks}: rows read ${ratio(({ read }) => read)}, ` +
      `written ${ratio(({ written }) => written)}, CPU ${ratio(({ cpu }) => cpu)} (wanted: at most 1.3)`,
  );
}
