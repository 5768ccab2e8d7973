import assert from "node:assert/strict";
import { test } from "node:test";
import { realWorld } from "../world.ts";
import { createManualWorld } from "./testing/manual-world.ts";
import { setScene } from "./testing/scene.ts";
import { sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

const container = (name: string, more: object = {}, labels: Readonly<Record<string, string>> = {}) => ({
  name,
  image: "any",
  essential: false,
  memory: 8,
  dockerConfig: { config: { Labels: labels } },
  ...more,
});
const endsAfter = (seconds: number, exitCode = 0) => ({
  "portreeve.simulated.exit-after-seconds": String(seconds),
  "portreeve.simulated.exit-code": String(exitCode),
});
type Change = {
  readonly containerName: string;
  readonly status: string;
  readonly exitCode?: number;
  readonly reason?: string;
};
const changesOf = (report: Readonly<Record<string, unknown>>) =>
  (report["containers"] as readonly Change[]).map(({ containerName, status, exitCode }) => [
    containerName,
    status,
    exitCode,
  ]);

/** Moves the clock in small steps until the promise has settled. */
const whileMoving = async <T>(
  world: ReturnType<typeof createManualWorld>,
  promise: Promise<T>,
): Promise<T> => {
  let settled = false;
  const done = promise.finally(() => {
    settled = true;
  });
  while (!settled) {
    await new Promise(setImmediate);
    world.advance(100);
  }
  return done;
};

const stage = async (context: Parameters<typeof setScene>[0]) => {
  const world = createManualWorld(realWorld);
  const scene = await setScene(context, { world });
  const { arn } = await scene.join();
  const run = (containers: readonly object[]): string => {
    const task = newTaskArn();
    sendTask(scene.stub, arn, payloadTask(task, {}, { containers }));
    return task;
  };
  return { ...scene, world, arn, run };
};

test("SUCCESS: starts after its dependency has ended with 0; both are in the RUNNING report", async (context) => {
  const { world, stub, run } = await stage(context);
  const task = run([
    container("app", { essential: true, dependsOn: [{ containerName: "init", condition: "SUCCESS" }] }),
    container("init", {}, endsAfter(1)),
  ]);
  const report = await whileMoving(world, stub.reported(task, "RUNNING"));
  assert.deepEqual(changesOf(report), [
    ["init", "RUNNING", undefined],
    ["init", "STOPPED", 0],
    ["app", "RUNNING", undefined],
  ]);
});

test("SUCCESS that can't be met stops the dependent with 143 and, as it is essential, the task", async (context) => {
  const { world, stub, run } = await stage(context);
  const task = run([
    container("app", { essential: true, dependsOn: [{ containerName: "init", condition: "SUCCESS" }] }),
    container("init", {}, endsAfter(1, 4)),
  ]);
  const report = await whileMoving(world, stub.reported(task, "STOPPED"));
  const app = (report["containers"] as readonly Change[]).find(
    ({ containerName }) => containerName === "app",
  );
  assert.equal(app?.exitCode, 143);
  assert.match(app?.reason ?? "", /^TaskDependencyError: container init stopped with exit code 4/);
});

test("startTimeout of a dependency ends the waiting", async (context) => {
  const { world, stub, run } = await stage(context);
  const task = run([
    container("app", { essential: true, dependsOn: [{ containerName: "slow", condition: "COMPLETE" }] }),
    container("slow", { startTimeout: 5 }),
  ]);
  const report = await whileMoving(world, stub.reported(task, "STOPPED"));
  const app = (report["containers"] as readonly Change[]).find(
    ({ containerName }) => containerName === "app",
  );
  assert.match(app?.reason ?? "", /startTimeout of 5 s/);
});

test("a circle of dependencies stops the task at once", async (context) => {
  const { world, stub, run } = await stage(context);
  const task = run([
    container("a", { essential: true, dependsOn: [{ containerName: "b", condition: "START" }] }),
    container("b", { dependsOn: [{ containerName: "a", condition: "START" }] }),
  ]);
  const report = await whileMoving(world, stub.reported(task, "STOPPED"));
  assert.match(JSON.stringify(report), /TaskDependencyError: container a depends on itself/);
});

test("stops in reverse order of the dependencies", async (context) => {
  const { world, stub, run, arn } = await stage(context);
  const task = run([
    container("db", { essential: true }),
    container("app", { dependsOn: [{ containerName: "db", condition: "START" }] }),
  ]);
  await whileMoving(world, stub.reported(task, "RUNNING"));
  sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
  assert.deepEqual(changesOf(await whileMoving(world, stub.reported(task, "STOPPED"))), [
    ["app", "STOPPED", 0],
    ["db", "STOPPED", 0],
  ]);
});

test("restartPolicy: starts again without a report if it ran long enough, unless the exit code is ignored", async (context) => {
  const { world, stub, run, log } = await stage(context);
  const restartPolicy = { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes: [9] };
  const again = run([container("app", { essential: true, restartPolicy }, endsAfter(61, 1))]);
  const ignored = run([container("app", { essential: true, restartPolicy }, endsAfter(61, 9))]);
  const early = run([container("app", { essential: true, restartPolicy }, endsAfter(30, 1))]);
  for (const task of [again, ignored, early]) await whileMoving(world, stub.reported(task, "RUNNING"));
  world.advance(70_000);
  await whileMoving(world, stub.reported(ignored, "STOPPED"));
  await whileMoving(world, stub.reported(early, "STOPPED"));
  assert.equal(stub.reports(again).length, 1, log.join("\n"));
});

test("a fixed host port waits for the task that has it", async (context) => {
  const { world, stub, run, arn } = await stage(context);
  const web = () =>
    run([container("web", { essential: true, portMappings: [{ containerPort: 80, hostPort: 8080 }] })]);
  const first = web();
  await whileMoving(world, stub.reported(first, "RUNNING"));
  const second = web();
  sendTask(stub, arn, { arn: first, desiredStatus: "STOPPED" });
  await whileMoving(world, stub.reported(second, "RUNNING"));
  const order = stub.calls.entries
    .filter(({ operation }) => operation === "SubmitTaskStateChange")
    .map(({ input }) => [input["task"] === first ? "first" : "second", input["status"]]);
  assert.ok(
    order.findIndex(([, status]) => status === "STOPPED") <= order.findIndex(([task]) => task === "second"),
  );
});
