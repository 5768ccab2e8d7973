import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Storage } from "../../../state/index.ts";
import { HEARTBEAT_INTERVAL } from "./heartbeat.ts";
import { ACCOUNT, openTestPlane, tasksOf } from "./testing/test-plane.ts";

/** A storage whose commits wait until they are let go. */
const gatedStorage = () => {
  let open = Promise.resolve();
  let letGo = (): void => {};
  const storage: Storage = { load: async () => [], commit: () => open, close: async () => {} };
  return {
    storage,
    shut: () => {
      open = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    open: () => letGo(),
  };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("an ACS connection", () => {
  it("begins with a heartbeat and ends with a manifest above every number sent", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    await plane.run({ count: 3 });
    const again = await plane.connectedAgent(arn);
    const numbers = again.ofType("PayloadMessage").map((message) => message["seqNum"] as number);
    const [manifest] = again.ofType("TaskManifestMessage");
    assert.equal(again.sent[0]?.type, "HeartbeatMessage");
    assert.equal(numbers.length, 3);
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => left - right),
    );
    assert.ok((manifest?.["timeline"] as number) > Math.max(...numbers));
    assert.equal(tasksOf(manifest).length, 3);
    await plane.close();
  });

  it("carries no payload before the task is durable", async () => {
    const gate = gatedStorage();
    const plane = await openTestPlane({ storage: gate.storage });
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    gate.shut();
    const running = plane.run();
    for (let round = 0; round < 5; round++) await turn();
    assert.equal(agent.ofType("PayloadMessage").length, 0);
    gate.open();
    await running;
    await agent.waitFor("PayloadMessage");
    await plane.close();
  });

  it("sends again, in order, what was not acknowledged", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const first = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run({ count: 3 });
    const payloads = await first.waitFor("PayloadMessage", 3);
    first.receive("AckRequest", { messageId: payloads[1]?.["messageId"] });
    await turn();
    await plane.state.transact(() => {});
    first.close(1006);
    const second = await plane.connectedAgent(arn, { sendCredentials: "false" });
    const sent = second.ofType("PayloadMessage").map((message) => tasksOf(message)[0]?.["arn"]);
    assert.deepEqual(sent, [tasks?.[0]?.taskArn, tasks?.[2]?.taskArn]);
    await plane.close();
  });

  it("does not send twice on one connection", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run();
    await agent.waitFor("PayloadMessage");
    const report = { cluster: "demo", task: tasks?.[0]?.taskArn, status: "PENDING" };
    await plane.call("SubmitTaskStateChange", {
      ...report,
      containers: [{ containerName: "app", imageDigest: "sha256:1" }],
    });
    await turn();
    assert.equal(agent.ofType("PayloadMessage").length, 1);
    await plane.close();
  });

  it("gives way to a newer one", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const older = await plane.connectedAgent(arn);
    const newer = await plane.connectedAgent(arn);
    assert.equal(older.closedWith, 1000);
    plane.world.advance(10_000);
    await plane.define();
    await plane.run();
    await newer.waitFor("PayloadMessage");
    assert.equal(older.ofType("PayloadMessage").length, 0);
    await plane.close();
  });

  it("is cut when two heartbeats go unanswered", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    agent.receive("HeartbeatAckRequest", { messageId: agent.ofType("HeartbeatMessage")[0]?.["messageId"] });
    plane.world.advance(2 * HEARTBEAT_INTERVAL);
    assert.equal(agent.closedWith, undefined);
    assert.equal(agent.ofType("HeartbeatMessage").length, 3);
    plane.world.advance(HEARTBEAT_INTERVAL);
    assert.equal(agent.closedWith, 1006);
    await plane.close();
  });

  it("shows as agentConnected, and not for long after its end", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const connected = async (): Promise<boolean | undefined> => {
      const { containerInstances } = await plane.call<{ containerInstances: { agentConnected?: boolean }[] }>(
        "DescribeContainerInstances",
        { cluster: "demo", containerInstances: [arn] },
      );
      return containerInstances[0]?.agentConnected;
    };
    assert.equal(await connected(), false);
    const agent = await plane.connectedAgent(arn);
    assert.equal(await connected(), true);
    agent.close(1006);
    await turn();
    assert.equal(await connected(), true);
    const back = await plane.connectedAgent(arn);
    plane.world.advance(5000);
    assert.equal(await connected(), true);
    back.close(1006);
    await turn();
    plane.world.advance(5000);
    assert.equal(await connected(), false);
    await plane.close();
  });

  it("stops what an agent has that it should not have, and nothing else", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run({ count: 1 });
    const [manifest] = agent.ofType("TaskManifestMessage");
    const foreign = `arn:aws:ecs:us-west-2:${ACCOUNT}:task/demo/${"f".repeat(32)}`;
    agent.receive("TaskStopVerificationMessage", {
      messageId: manifest?.["messageId"],
      stopCandidates: [
        { taskArn: tasks?.[0]?.taskArn, taskClusterArn: "c", desiredStatus: "STOPPED" },
        { taskArn: foreign, taskClusterArn: "c", desiredStatus: "STOPPED" },
      ],
    });
    const [answer] = await agent.waitFor("TaskStopVerificationAck");
    assert.equal(answer?.["messageId"], manifest?.["messageId"]);
    assert.deepEqual(answer?.["stopTasks"], [
      { taskArn: foreign, taskClusterArn: "c", desiredStatus: "STOPPED" },
    ]);
    await plane.close();
  });

  it("survives frames that are none", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    for (const text of [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      '{"type":1}',
      '{"type":"AckRequest"}',
      '{"type":"TaskStopVerificationMessage","message":{"messageId":5}}',
    ]) {
      agent.receiveRaw(text);
    }
    agent.receive("AckRequest", { messageId: "never sent" });
    await plane.define();
    await plane.run();
    await agent.waitFor("PayloadMessage");
    await plane.close();
  });
});
