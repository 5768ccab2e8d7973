import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ListTasksResponse, RunTaskResponse } from "@aws-sdk/client-ecs";
import { type CrowdedPlane, openCrowdedPlane } from "./placement/crowded-plane.ts";

const INSTANCES = 5000;
const TASKS = 100_000;
const WARM_UP = 10_000;
const COUNT = 10;
const CALLERS = 64;
const WINDOW = 1000;
const READS = 3000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const heap = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
};

/** Milliseconds that this thread has worked: on a machine with other work, what a thing costs. */
const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const median = (values: readonly number[]): number => percentile(values, 0.5);
const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length * part)] ?? Number.NaN;

const order = (cluster: string, index: number) => ({
  cluster,
  taskDefinition: "web",
  count: COUNT,
  startedBy: `deploy-${index % 20}`,
  placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ m5.*" }],
  placementStrategy: [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "cpu" },
  ],
});

/** Runs tasks from several callers at once; answers the ARNs and when each window of them was acknowledged. */
const run = async (plane: CrowdedPlane, cluster: string, tasks: number) => {
  const arns: string[] = [];
  const windows: number[] = [performance.now()];
  const work: number[] = [worked()];
  let asked = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      // Callers know nothing of one another: they must not all wait for the same commit for ever.
      for (let turn = 0; turn < (caller % 2) * 4; turn += 1) await setImmediate();
      while (asked < tasks) {
        asked += COUNT;
        const started = (await plane.call("RunTask", order(cluster, asked / COUNT))) as RunTaskResponse;
        if (started.tasks?.length !== COUNT) throw new Error(JSON.stringify(started.failures?.slice(0, 3)));
        for (const { taskArn } of started.tasks) arns.push(taskArn ?? "");
        if (arns.length < windows.length * WINDOW) continue;
        windows.push(performance.now());
        work.push(worked());
      }
    }),
  );
  return { arns, took: steps(windows), worked: steps(work) };
};

const steps = (moments: readonly number[]): readonly number[] =>
  moments.slice(1).map((end, index) => end - (moments[index] ?? end));

const timed = async (name: string, read: () => Promise<unknown>): Promise<void> => {
  for (let index = 0; index < READS / 10; index += 1) await read();
  const times: number[] = [];
  const work: number[] = [];
  for (let index = 0; index < READS; index += 1) {
    const [began, workedBefore] = [performance.now(), worked()];
    await read();
    times.push(performance.now() - began);
    work.push(worked() - workedBefore);
  }
  console.log(
    `${name.padEnd(34)} p50 ${percentile(times, 0.5).toFixed(2)} ms, p99 ${percentile(times, 0.99).toFixed(2)} ms (wanted: p99 at most 5); ` +
      `of CPU p99 ${percentile(work, 0.99).toFixed(2)} ms`,
  );
};

/** RunTask from the door to the disk: authorized, placed, durable; without sockets and agents. */
const plane = await openCrowdedPlane();
await plane.cluster("warm", INSTANCES);
const instances = await plane.cluster("main", INSTANCES);
await run(plane, "warm", WARM_UP);

const before = heap();
// A whole collection throws compiled code away too.
await run(plane, "warm", WARM_UP);
const cpuBefore = process.cpuUsage();
const began = performance.now();
const { arns, took, worked: work } = await run(plane, "main", TASKS);
const seconds = (performance.now() - began) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const bytes = (heap() - before) / (TASKS + WARM_UP);

console.log(
  `${TASKS} tasks on ${INSTANCES} instances, RunTask of ${COUNT}, ${CALLERS} callers: ` +
    `${Math.round(TASKS / seconds)} placements/s (wanted: at least 10000); CPU a placement: ` +
    `${((cpu.user + cpu.system) / TASKS).toFixed(0)} µs in all threads, ` +
    `${((work.reduce((sum, each) => sum + each, 0) / TASKS) * 1000).toFixed(0)} µs in the one that decides`,
);
/** The last window against the first, and the medians of the last and the first ten. */
const growth = (values: readonly number[]): string => {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const ten = median(values.slice(-10)) / median(values.slice(0, 10));
  return `first ${WINDOW} ${first.toFixed(0)} ms, last ${last.toFixed(0)} ms, ratio ${(last / first).toFixed(2)}, of medians of ten ${ten.toFixed(2)}`;
};
console.log(`time: ${growth(took)} (wanted: at most 1.20)`);
console.log(`CPU:  ${growth(work)}`);
console.log(`${Math.round(bytes)} bytes of memory a task (wanted: at most 3072)`);

const any = <Value>(values: readonly Value[]): Value | undefined =>
  values[Math.floor(Math.random() * values.length)];
const some = () => Array.from({ length: 100 }, () => any(arns) ?? "");
const list = (filter: object) => plane.call("ListTasks", { cluster: "main", ...filter });
await timed("DescribeTasks of 100", () => plane.call("DescribeTasks", { cluster: "main", tasks: some() }));
await timed("ListTasks of a container instance", () => list({ containerInstance: any(instances) }));
await timed("ListTasks of a startedBy", () =>
  list({ startedBy: `deploy-${Math.floor(Math.random() * 20)}` }),
);
await timed("ListTasks of a family", () => list({ family: "web" }));
await timed("ListTasks, stopped, of a family", () => list({ family: "web", desiredStatus: "STOPPED" }));
let token: string | undefined;
await timed("ListTasks, one page after another", async () => {
  const answer = (await list(token === undefined ? {} : { nextToken: token })) as ListTasksResponse;
  token = answer.nextToken;
});
await plane.close();
