import { type Roll, rollOf } from "./service-roll/roll.ts";

const TASKS = 100;
const INSTANCES = 1000;
const OTHERS = 999;

/**
 * What a change of one service costs where it is alone, and where 999 services with 99,900 tasks run beside it on
 * the same 1,000 instances. Rows are what counts: no other work of the machine changes them.
 */
await rollOf({ tasks: TASKS, instances: 100 });
const show = (name: string, { read, written, looks, cpu }: Roll): void =>
  console.log(
    `${name.padEnd(32)} ${read} rows read, ${written} written, ${looks} looks at a service, ${cpu.toFixed(0)} ms of CPU`,
  );
const alone = await rollOf({ tasks: TASKS, instances: INSTANCES });
show("alone", alone);
const among = await rollOf({ tasks: TASKS, instances: INSTANCES, others: OTHERS });
show(`among ${OTHERS} services like it`, among);
console.log(
  `rolling ${TASKS} tasks, rows touched: ${((among.read + among.written) / (alone.read + alone.written)).toFixed(2)} ` +
    `times as many, CPU ${(among.cpu / alone.cpu).toFixed(2)}`,
);
