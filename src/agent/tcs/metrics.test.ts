import assert from "node:assert/strict";
import { test } from "node:test";
import { realWorld } from "../../world.ts";
import type { ContainerRuntime, ContainerStatistics } from "../container-runtime.ts";
import { memoryStore } from "../persistence/store.ts";
import { createSimulatedRuntime } from "../simulated/runtime.ts";
import { readPayloadTask } from "../tasks/read-payload-task.ts";
import { createTaskRecord } from "../tasks/task-record.ts";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { taskHealth } from "./health.ts";
import { createMetrics } from "./metrics.ts";

const runningTask = (container: object = {}) => {
  const definition = readPayloadTask(payloadTask(newTaskArn(), container));
  const task = createTaskRecord(definition, "RUNNING", {}, () => "id");
  for (const record of task.containers)
    Object.assign(record, { runtimeId: "c1", status: "RUNNING", startedAt: 5_000 });
  task.status = "RUNNING";
  return task;
};

test("CPU in percent of the whole host, memory in MiB, traffic as counters and rates", async () => {
  const traffic = (bytes: number) => ({ bytes, packets: 1, errors: 0, dropped: 0 });
  const sample = (cpu: number, systemCpu: number, bytes: number): ContainerStatistics => ({
    cpu,
    systemCpu,
    memoryBytes: 10 * 1024 * 1024,
    received: traffic(bytes),
    sent: traffic(0),
    readBytes: 7,
    writtenBytes: 8,
    raw: undefined,
  });
  const samples = [sample(100, 1000, 0), sample(350, 2000, 4000)];
  const runtime: ContainerRuntime = {
    ...createSimulatedRuntime({ world: realWorld, store: memoryStore(), capacity: { cpu: 1, memory: 1 } }),
    statistics: async () => samples.shift(),
  };
  let now = 0;
  const metrics = createMetrics(runtime, () => now);
  const task = runningTask();
  assert.deepEqual(await metrics([task]), []);
  now = 20_000;
  const [metric] = (await metrics([task])) as readonly {
    readonly containerMetrics: readonly Record<string, unknown>[];
  }[];
  const [container] = metric?.containerMetrics ?? [];
  assert.deepEqual(container?.["cpuStatsSet"], { min: 25, max: 25, sum: 25, sampleCount: 1 });
  assert.deepEqual(container?.["memoryStatsSet"], { min: 10, max: 10, sum: 10, sampleCount: 1 });
  const network = container?.["networkStatsSet"] as Readonly<Record<string, { readonly sum: number }>>;
  assert.equal(network["rxBytes"]?.sum, 4000);
  assert.equal(network["rxBytesPerSecond"]?.sum, 200);
  assert.deepEqual(await metrics([task]), []);
});

test("health: only containers with a check, UNKNOWN until it has run", () => {
  const checked = runningTask({ healthCheckType: "docker" });
  const [entry] = taskHealth([checked, runningTask()], 9_000) as readonly {
    readonly containers: readonly object[];
  }[];
  assert.deepEqual(entry?.containers, [{ containerName: "app", healthStatus: "UNKNOWN", statusSince: 5 }]);
  const [record] = checked.containers;
  assert.ok(record);
  record.health = { status: "UNHEALTHY", since: 8_000, output: "exit 1" };
  const [later] = taskHealth([checked], 9_000) as readonly { readonly containers: readonly object[] }[];
  assert.deepEqual(later?.containers, [
    { containerName: "app", healthStatus: "UNHEALTHY", statusSince: 8, statusMessage: "exit 1" },
  ]);
});
