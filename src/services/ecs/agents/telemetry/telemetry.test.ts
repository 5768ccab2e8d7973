import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerInstance } from "@aws-sdk/client-ecs";
import { APP, openTestPlane } from "../testing/test-plane.ts";
import { readSignedFrame } from "./signed-frame.ts";

const signed = (type: string, message: object): string =>
  `Authorization: AWS4-HMAC-SHA256 Credential=x\r\nHost: h\r\nX-Amz-Date: 20261124T170611Z\r\n\r\n${JSON.stringify({ type, message })}`;

const prepared = async (verifyFrame: () => boolean = () => true) => {
  const plane = await openTestPlane();
  const { arn } = await plane.register();
  await plane.connectedAgent(arn);
  const socket = await plane.connect(arn, {}, undefined, "tcs", verifyFrame);
  return { plane, arn, socket };
};

const healthOf = (task: string, statuses: Readonly<Record<string, string>>) => ({
  metadata: { cluster: "demo", fin: true },
  tasks: [
    {
      taskArn: task,
      containers: Object.entries(statuses).map(([containerName, healthStatus]) => ({
        containerName,
        healthStatus,
      })),
    },
  ],
});

// Section 12 of the agent's protocol.
describe("a telemetry connection", () => {
  it("acknowledges metrics", async () => {
    const { plane, socket } = await prepared();
    socket.receiveRaw(signed("PublishMetricsRequest", { metadata: { idle: true }, timestamp: 1 }));
    await socket.waitFor("AckPublishMetric");
    await plane.close();
  });

  it("ends with a frame that is not signed by its own identity", async () => {
    const { plane, socket } = await prepared(() => false);
    socket.receiveRaw(signed("PublishMetricsRequest", {}));
    assert.equal(socket.closedWith, 1008);
    assert.equal(socket.ofType("AckPublishMetric").length, 0);
    await plane.close();
  });

  it("ends with a frame that has no signature at all", async () => {
    const { plane, socket } = await prepared();
    socket.receiveRaw(JSON.stringify({ type: "PublishMetricsRequest", message: {} }));
    assert.equal(socket.closedWith, 1008);
    await plane.close();
  });

  it("hands the bytes after the empty line to the check", () => {
    const frame = readSignedFrame(Buffer.from('A: 1\r\nb:2 \r\n\r\n{"x":"\r\n\r\n"}'));
    assert.deepEqual({ ...frame?.headers }, { A: "1", b: "2" });
    assert.equal(frame?.payload.toString(), '{"x":"\r\n\r\n"}');
    assert.equal(readSignedFrame(Buffer.from("no headers")), undefined);
  });

  it("keeps a quiet connection open", async () => {
    const { plane, socket } = await prepared();
    plane.world.advance(60_000);
    assert.ok(socket.ofType("HeartbeatMessage").length >= 2);
    await plane.close();
  });
});

describe("the health of containers", () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html
  for (const [app, sidecar, expected] of [
    ["HEALTHY", "HEALTHY", "HEALTHY"],
    ["HEALTHY", "UNHEALTHY", "HEALTHY"],
    ["UNHEALTHY", "HEALTHY", "UNHEALTHY"],
    ["UNKNOWN", "HEALTHY", "UNKNOWN"],
  ] as const) {
    it(`${app} and ${sidecar} (not essential) make the task ${expected}`, async () => {
      const { plane, socket } = await prepared();
      const healthCheck = { command: ["CMD", "true"] };
      await plane.define([
        { ...APP, healthCheck },
        { name: "sidecar", image: "busybox", memory: 16, essential: false, healthCheck },
      ]);
      const task = (await plane.run()).tasks?.[0]?.taskArn ?? "";
      socket.receiveRaw(signed("PublishHealthRequest", healthOf(task, { app, sidecar })));
      await socket.waitFor("AckPublishHealth");
      const shown = await plane.describe(task);
      assert.equal(shown.healthStatus, expected);
      assert.deepEqual(
        shown.containers?.map(({ healthStatus }) => healthStatus),
        [app, sidecar],
      );
      await plane.close();
    });
  }

  it("is not taken from another instance", async () => {
    const { plane } = await prepared();
    await plane.define();
    const task = (await plane.run()).tasks?.[0]?.taskArn ?? "";
    const stranger = await plane.register();
    const socket = await plane.connect(stranger.arn, {}, undefined, "tcs");
    socket.receiveRaw(signed("PublishHealthRequest", healthOf(task, { app: "UNHEALTHY" })));
    await socket.waitFor("AckPublishHealth");
    assert.equal((await plane.describe(task)).healthStatus, "UNKNOWN");
    await plane.close();
  });

  it("survives nonsense", async () => {
    const { plane, socket } = await prepared();
    for (const message of [
      {},
      { tasks: 5 },
      { tasks: [null, { taskArn: 1 }, { taskArn: "x", containers: "y" }] },
    ]) {
      socket.receiveRaw(signed("PublishHealthRequest", message));
    }
    await socket.waitFor("AckPublishHealth", 3);
    await plane.close();
  });
});

describe("the status of an instance", () => {
  it("is shown where it is asked for", async () => {
    const { plane, arn, socket } = await prepared();
    socket.receiveRaw(
      signed("PublishInstanceStatusRequest", { statuses: [{ type: "ContainerRuntime", status: "OK" }] }),
    );
    await socket.waitFor("AckPublishInstanceStatus");
    const show = async (include: readonly string[]) =>
      (
        await plane.call<{ containerInstances: ContainerInstance[] }>("DescribeContainerInstances", {
          cluster: "demo",
          containerInstances: [arn],
          include,
        })
      ).containerInstances[0]?.healthStatus;
    assert.equal((await show(["CONTAINER_INSTANCE_HEALTH"]))?.overallStatus, "OK");
    assert.equal(await show([]), undefined);
    await plane.close();
  });
});
