import { setImmediate } from "node:timers/promises";
import type { DescribeClustersResponse, RunTaskResponse } from "@aws-sdk/client-ecs";
import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import { SimulatedAgent } from "../simulation/simulated-agent.ts";
import { openSimulatedPlane, SCOPE } from "../simulation/simulated-plane.ts";
import { createProgress } from "./progress.ts";

/** https://www.hashicorp.com/c2m: two million containers on 6,100 hosts, in 22 minutes. */
const TASKS = Number(process.argv[2] ?? 2_000_000);
const INSTANCES = Number(process.argv[3] ?? 6_100);
/** RunTask takes ten at most. */
const COUNT = 10;
const CALLERS = 64;
/** Tasks that may be on their way from a call to RUNNING: as many as callers who wait for their tasks leave. */
const ON_THEIR_WAY = 2000;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/**
 * Placed by RunTask, told to agents over ACS, reported by SubmitTaskStateChange, every call authorized; on the
 * control plane's own tables with storage that forgets, as a simulation has nothing to keep.
 */
const plane = await openSimulatedPlane();
await plane.call("RegisterTaskDefinition", {
  family: "web",
  containerDefinitions: [{ name: "web", image: "nginx:1.29", cpu: 10, memory: 32 }],
});
let running = 0;
const began = performance.now();
const agents: SimulatedAgent[] = [];
for (let index = 0; index < INSTANCES; index += 1) {
  agents.push(
    await SimulatedAgent.start(plane, index, {
      cpu: 4096,
      memory: 15_872,
      reported: () => {
        running += 1;
      },
    }),
  );
}
const connected = performance.now();
const idle = process.memoryUsage.rss();
console.log(
  `${INSTANCES} agents connected in ${((connected - began) / 1000).toFixed(1)} s, ${gigabytes(idle)}`,
);

const progress = createProgress(TASKS, () => ({ done: running, memory: process.memoryUsage.rss() }));
let asked = 0;
await Promise.all(
  Array.from({ length: CALLERS }, async (_, caller) => {
    while (asked < TASKS) {
      const count = Math.min(COUNT, TASKS - asked);
      asked += count;
      const { tasks = [], failures } = await plane.call<RunTaskResponse>("RunTask", {
        cluster: "main",
        taskDefinition: "web",
        count,
        startedBy: `batch-${caller}`,
        placementStrategy: [
          { type: "spread", field: "attribute:ecs.availability-zone" },
          { type: "spread", field: "instanceId" },
        ],
      });
      if (tasks.length !== count) throw new Error(JSON.stringify(failures?.slice(0, 3)));
      while (asked - running > ON_THEIR_WAY) await setImmediate();
    }
  }),
);
const placed = performance.now();
while (running < TASKS) await setImmediate();
const seconds = (performance.now() - connected) / 1000;
progress.end();

const { clusters } = await plane.call<DescribeClustersResponse>("DescribeClusters", { clusters: ["main"] });
const [cluster] = clusters ?? [];
const here = agents.reduce((sum, agent) => sum + agent.running.size, 0);
if (cluster?.runningTasksCount !== TASKS || cluster.pendingTasksCount !== 0 || here !== TASKS) {
  throw new Error(`not all run: ${JSON.stringify(cluster)}, ${here} at the agents`);
}
const perInstance = agents.map(({ arn }) => plane.state.table(taskTable).countBy("live", arn));
const { maxRSS } = process.resourceUsage();
const cpu = process.cpuUsage();
console.log(
  `${TASKS} tasks RUNNING on ${INSTANCES} container instances (${Math.min(...perInstance)} to ${Math.max(...perInstance)} each, ` +
    `region ${SCOPE.region}): ${seconds.toFixed(1)} s of wall time (wanted: at most 300), ` +
    `${Math.round(TASKS / seconds)} tasks/s to RUNNING, ${Math.round((TASKS / (placed - connected)) * 1000)} placements/s`,
);
console.log(
  `peak memory ${gigabytes(maxRSS * 1024)} (wanted: at most 8), ${Math.round((maxRSS * 1024 - idle) / TASKS)} bytes a task; ` +
    `${plane.decisions()} decisions; processor time ${((cpu.user + cpu.system) / 1e6).toFixed(0)} s`,
);
await plane.close();
