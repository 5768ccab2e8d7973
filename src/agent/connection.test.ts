import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { realWorld } from "../world.ts";
import { createManualWorld } from "./testing/manual-world.ts";
import { setScene } from "./testing/scene.ts";
import { sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

/** An agent that has been connected for two seconds on a clock that the test moves. */
const connected = async (context: TestContext) => {
  const world = createManualWorld({ ...realWorld, random: () => 0.5 });
  const scene = await setScene(context, { world });
  const { arn, agent } = await scene.join();
  const logged = async (text: RegExp) => {
    const until = Date.now() + 60_000;
    while (!scene.log.some((line) => text.test(line))) {
      assert.ok(Date.now() < until, `${text} is not in the log:\n${scene.log.join("\n")}`);
      await new Promise(setImmediate);
    }
  };
  await logged(/connected to the control plane/);
  world.advance(2_000);
  const acsConnections = () => scene.stub.connections.entries.filter(({ kind }) => kind === "acs");
  const reconnected = (count: number) =>
    scene.stub.connections.until(() => acsConnections().length === count, `ACS connection ${count}`);
  return { ...scene, world, arn, agent, acsConnections, reconnected, logged };
};

for (const code of [1000, 1001, 1011, "cut"] as const)
  test(`comes back at once after ${code === "cut" ? "a cut connection" : `close code ${code}`}`, async (context) => {
    const { stub, reconnected, acsConnections } = await connected(context);
    stub.closeAcs(code);
    await reconnected(2);
    assert.deepEqual(
      acsConnections().map(({ query }) => query.get("sendCredentials")),
      ["true", "false"],
    );
    assert.deepEqual(stub.faults, []);
  });

for (const code of [1008, 1012] as const)
  test(`waits a moment after close code ${code}`, async (context) => {
    const { stub, world, reconnected, acsConnections, logged } = await connected(context);
    stub.closeAcs(code);
    await logged(new RegExp(`ACS: disconnected \\(${code}\\).*250 ms`));
    assert.equal(acsConnections().length, 1);
    world.advance(250);
    await reconnected(2);
  });

test("drops a connection that has been silent for 60 to 120 seconds", async (context) => {
  const { world, reconnected, logged, stub, agent } = await connected(context);
  stub.send("HeartbeatMessage", { healthy: true, messageId: "h" });
  await stub.acs.find(({ type }) => type === "HeartbeatAckRequest");
  world.advance(89_000);
  assert.equal(agent.status().connected, true);
  world.advance(1_500);
  await logged(/ACS: disconnected \(1006\): no message from the server/);
  await reconnected(2);
});

test("an instance that was deregistered asks again after an hour", async (context) => {
  const { stub, world, reconnected, acsConnections, logged } = await connected(context);
  stub.upgradeRefusal = { status: 400, code: "InactiveInstanceException", message: "gone" };
  stub.closeAcs(1000);
  await logged(
    /ACS: could not connect: refused with status 400 InactiveInstanceException: gone; next try in 3600000 ms/,
  );
  stub.upgradeRefusal = undefined;
  world.advance(3_599_000);
  assert.equal(acsConnections().length, 1);
  world.advance(1_000);
  await reconnected(2);
});

test("what happens while the control plane refuses everything is reported once it is back", async (context) => {
  const { stub, world, arn, logged } = await connected(context);
  const task = newTaskArn();
  const Labels = { "portreeve.simulated.exit-after-seconds": "60", "portreeve.simulated.exit-code": "3" };
  sendTask(stub, arn, payloadTask(task, { dockerConfig: { config: JSON.stringify({ Labels }) } }));
  await stub.reported(task, "RUNNING");
  stub.refusals.set("SubmitTaskStateChange", { status: 503, code: "ServiceUnavailable", message: "down" });
  world.advance(60_000);
  await logged(/SubmitTaskStateChange STOPPED of .*: ServiceUnavailable: down/);
  stub.refusals.clear();
  world.advance(30);
  const stopped = await stub.reported(task, "STOPPED");
  assert.deepEqual(
    (stopped["containers"] as readonly { readonly exitCode: number }[]).map(({ exitCode }) => exitCode),
    [3],
  );
});

test("a denied report is repeated until it is allowed and holds back the later ones; an invalid one is dropped", async (context) => {
  const { stub, world, arn, logged } = await connected(context);
  const task = newTaskArn();
  stub.refusals.set("SubmitTaskStateChange", { status: 400, code: "AccessDeniedException", message: "no" });
  sendTask(stub, arn, payloadTask(task));
  await logged(/SubmitTaskStateChange RUNNING of .*: AccessDeniedException: no/);
  sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
  stub.refusals.clear();
  world.advance(1_000);
  await stub.reported(task, "STOPPED");
  assert.deepEqual(
    stub.reports(task).map(({ status }) => status),
    ["RUNNING", "STOPPED"],
  );

  const other = newTaskArn();
  stub.refusals.set("SubmitTaskStateChange", {
    status: 400,
    code: "InvalidParameterException",
    message: "bad",
  });
  sendTask(stub, arn, payloadTask(other));
  await logged(/InvalidParameterException: bad/);
  stub.refusals.clear();
  sendTask(stub, arn, { arn: other, desiredStatus: "STOPPED" });
  await stub.reported(other, "STOPPED");
  assert.deepEqual(
    stub.reports(other).map(({ status }) => status),
    ["STOPPED"],
  );
});

test("a non-essential container's end is reported within 30 seconds, as a patch", async (context) => {
  const { stub, world, arn } = await connected(context);
  const task = newTaskArn();
  const Labels = { "portreeve.simulated.exit-after-seconds": "5" };
  const sidecar = {
    name: "sidecar",
    image: "x",
    essential: false,
    memory: 8,
    dockerConfig: { config: { Labels } },
  };
  const app = { name: "app", image: "x", essential: true, memory: 8 };
  sendTask(stub, arn, payloadTask(task, {}, { containers: [app, sidecar] }));
  await stub.reported(task, "RUNNING");
  world.advance(5_000);
  await new Promise(setImmediate);
  world.advance(30_000);
  await stub.calls.until(() => stub.reports(task).length === 2, "the patch");
  const [, patch] = stub.reports(task);
  assert.ok(patch);
  assert.equal(patch["status"], "RUNNING");
  assert.deepEqual(
    (patch["containers"] as readonly Record<string, unknown>[]).map(({ containerName, status, exitCode }) => [
      containerName,
      status,
      exitCode,
    ]),
    [["sidecar", "STOPPED", 0]],
  );
});

test("updates are refused, unknown and malformed messages dropped", async (context) => {
  const { stub, arn } = await connected(context);
  stub.send("NoSuchMessage", {});
  stub.send("PayloadMessage", { clusterArn: "x" });
  stub.send("PerformUpdateMessage", { messageId: "u", clusterArn: "c", containerInstanceArn: arn });
  const nack = await stub.acs.find(({ type }) => type === "NackRequest");
  assert.deepEqual(nack.message, {
    cluster: "c",
    containerInstance: arn,
    messageId: "u",
    reason: "Updates are disabled",
  });
  assert.equal(stub.acs.entries.length, 1);
});

test("telemetry every 20 seconds, each frame signed; the instance's status after each heartbeat", async (context) => {
  const { stub, world, arn } = await connected(context);
  world.advance(20_000);
  const metrics = await stub.tcs.find(({ type }) => type === "PublishMetricsRequest");
  const { metadata } = metrics.message as { readonly metadata: Readonly<Record<string, unknown>> };
  assert.equal(metadata["cluster"], "demo");
  assert.equal(metadata["containerInstance"], arn);
  assert.equal(metadata["idle"], true);
  assert.equal(metadata["fin"], true);
  stub.send("HeartbeatMessage", { healthy: true, messageId: "h" });
  const status = await stub.tcs.find(({ type }) => type === "PublishInstanceStatusRequest");
  const [runtime] = status.message["statuses"] as readonly Readonly<Record<string, unknown>>[];
  assert.equal(runtime?.["type"], "ContainerRuntime");
  assert.equal(runtime?.["status"], "OK");
  assert.deepEqual(stub.faults, []);
});
