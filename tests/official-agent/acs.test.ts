import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DescribeContainerInstancesCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { eventually } from "../product/clients.ts";
import { acknowledge, envelope } from "./acknowledge.ts";
import type { Channel } from "./channel.ts";
import type { OfficialAgent } from "./official-agent.ts";
import { EXTERNAL_ATTRIBUTES } from "./registration.ts";
import { joinedAgent, openScene, runTask, type Scene, taskRole, web } from "./scene.ts";
import type { Credentials } from "./strict-reader.ts";

// Sections 4, 5.1, 5.2, 5.4 and 13 from the agent's side.

/** Resolves when the control plane has read all that was sent: it answers one verification of each manifest. */
const received = async (channel: Channel, manifest: string): Promise<void> => {
  channel.send(envelope("TaskStopVerificationMessage", { messageId: manifest, stopCandidates: [] }));
  await channel.next("TaskStopVerificationAck");
};

/** The payload about one task; what else was not acknowledged comes again before it, and is acknowledged. */
const payloadAbout = async (channel: Channel, taskArn: string) => {
  for (;;) {
    const { message } = await channel.next("PayloadMessage");
    if (message.tasks.some(({ arn }) => arn === taskArn)) return message;
    acknowledge(channel, message);
  }
};

describe("on its ACS channel, the official agent", () => {
  let scene: Scene;
  let agent: OfficialAgent;
  before(async () => {
    scene = await openScene();
    agent = await joinedAgent(scene, "agent");
  });
  after(() => scene.close());

  const instance = async () => {
    const input = { cluster: "demo", containerInstances: [agent.saved ?? ""] };
    const { containerInstances } = await scene.admin.ecs.send(new DescribeContainerInstancesCommand(input));
    return containerInstances?.[0];
  };

  it("hears a heartbeat at once, answers it, and is shown as connected with its versions", async () => {
    const channel = await agent.openAcs();
    const { message } = await channel.next("HeartbeatMessage");
    assert.ok(message.messageId, "section 5.1: messageId is required");
    channel.send(envelope("HeartbeatAckRequest", { messageId: message.messageId }));
    await eventually("connected", async () => ((await instance())?.agentConnected ? true : undefined));
    const { versionInfo } = (await instance()) ?? {};
    assert.equal(versionInfo?.agentVersion, "1.105.1");
    assert.equal(versionInfo?.agentHash, "a8b3e7d3");
    assert.equal(versionInfo?.dockerVersion, "DockerVersion: 20.10.24");
    channel.cut();
  });

  it("gets a manifest on each connection, with a timeline above everything before", async () => {
    const first = await agent.openAcs();
    const before = (await first.next("TaskManifestMessage")).message;
    assert.ok(before.clusterArn.endsWith(":cluster/demo"), "the ARN, whatever the query called it");
    assert.equal(before.containerInstanceArn, agent.saved);
    acknowledge(first, before);
    first.cut();
    const second = await agent.openAcs();
    assert.ok((await second.next("TaskManifestMessage")).message.timeline > before.timeline);
    second.cut();
  });

  it("loses its channel with 1000 to a newer one, which works", async () => {
    const older = await agent.openAcs();
    await older.next("TaskManifestMessage");
    const newer = await agent.openAcs();
    assert.equal((await older.ended()).code, 1000, "section 4: after 1000 it comes back at once");
    const { message: manifest } = await newer.next("TaskManifestMessage");
    const { taskArn } = await runTask(scene);
    const { message } = await newer.next("PayloadMessage");
    assert.equal(message.tasks[0]?.arn, taskArn);
    acknowledge(newer, message);
    await scene.admin.ecs.send(new StopTaskCommand({ cluster: "demo", task: taskArn }));
    acknowledge(newer, (await newer.next("PayloadMessage")).message);
    await received(newer, manifest.messageId);
    newer.cut();
  });

  it("gets what it did not acknowledge once more, in order and before the manifest", async () => {
    const first = await agent.openAcs();
    const atFirst = (await first.next("TaskManifestMessage")).message;
    const one = await runTask(scene);
    const lost = (await first.next("PayloadMessage")).message;
    const two = await runTask(scene);
    const taken = (await first.next("PayloadMessage")).message;
    assert.equal(taken.tasks[0]?.arn, two.taskArn);
    acknowledge(first, taken);
    await received(first, atFirst.messageId);
    const three = await runTask(scene);
    // What a channel has to do is done in order: the acknowledgement is kept when this comes.
    await first.next("PayloadMessage");
    first.cut();
    const second = await agent.openAcs();
    const again = (await second.next("PayloadMessage")).message;
    const last = (await second.next("PayloadMessage")).message;
    const { message: manifest } = await second.next("TaskManifestMessage");
    assert.deepEqual([again.tasks[0]?.arn, last.tasks[0]?.arn], [one.taskArn, three.taskArn]);
    assert.ok(again.seqNum > lost.seqNum && last.seqNum > again.seqNum && manifest.timeline > last.seqNum);
    assert.deepEqual(again.tasks, lost.tasks);
    const listed = new Map(manifest.tasks.map((task) => [task.taskArn, task.desiredStatus]));
    for (const { taskArn } of [one, two, three]) assert.equal(listed.get(taskArn), "RUNNING");
    acknowledge(second, again);
    acknowledge(second, last);
    await received(second, manifest.messageId);
    second.cut();
  });

  it("hears of a stop that was asked for while it was away", async () => {
    const first = await agent.openAcs();
    const { message: manifest } = await first.next("TaskManifestMessage");
    const { taskArn } = await runTask(scene);
    acknowledge(first, await payloadAbout(first, taskArn));
    await received(first, manifest.messageId);
    first.cut();
    await first.ended();
    await scene.admin.ecs.send(new StopTaskCommand({ cluster: "demo", task: taskArn, reason: "no more" }));
    const second = await agent.openAcs();
    const message = await payloadAbout(second, taskArn);
    assert.equal(message.tasks[0]?.desiredStatus, "STOPPED");
    acknowledge(second, message);
    await received(second, (await second.next("TaskManifestMessage")).message.messageId);
    second.cut();
  });

  it("names tasks that nobody knows, and is told to stop those and no others", async () => {
    const channel = await agent.openAcs();
    const { message: manifest } = await channel.next("TaskManifestMessage");
    const cluster = manifest.clusterArn;
    const unknown = `${agent.saved?.replace(":container-instance/", ":task/").slice(0, -32)}${"f".repeat(32)}`;
    const mine = manifest.tasks.find(({ desiredStatus }) => desiredStatus === "RUNNING")?.taskArn;
    assert.ok(mine, "a task of the tests above is to run");
    const candidate = (taskArn: string) => ({ desiredStatus: "STOPPED", taskArn, taskClusterArn: cluster });
    acknowledge(channel, manifest);
    channel.send(
      envelope("TaskStopVerificationMessage", {
        messageId: manifest.messageId,
        stopCandidates: [candidate(unknown), candidate(mine)],
      }),
    );
    const { message } = await channel.next("TaskStopVerificationAck");
    assert.equal(message.messageId, manifest.messageId, "section 5.1: the manifest's id");
    assert.deepEqual(
      message.stopTasks.map(({ taskArn }) => taskArn),
      [unknown],
    );
    channel.cut();
  });

  it("survives, like the control plane, frames that make no sense", async () => {
    const channel = await agent.openAcs();
    const { message: manifest } = await channel.next("TaskManifestMessage");
    for (const frame of ["", "{", "[]", "null", '{"type":7}', envelope("AckRequest", null), "\u0000"])
      channel.send(frame);
    for (const [type, message] of [
      ["AckRequest", { messageId: "nobody's" }],
      ["NackRequest", { cluster: "demo", containerInstance: agent.saved, messageId: "m", reason: "no" }],
      ["TaskStopVerificationMessage", { messageId: "nobody's", stopCandidates: "all" }],
      ["IAMRoleCredentialsAckRequest", { messageId: "m", credentialsId: {}, expiration: 7 }],
    ] as const)
      channel.send(envelope(type, message));
    const { taskArn } = await runTask(scene);
    const { message } = await channel.next("PayloadMessage");
    assert.equal(message.tasks[0]?.arn, taskArn);
    acknowledge(channel, message);
    await received(channel, manifest.messageId);
    channel.cut();
  });

  it("gets every live task's credentials when it has just started, and acknowledges them", async () => {
    // Section 2.5: ECS_ENABLE_TASK_IAM_ROLE adds this attribute, without which the task is placed elsewhere.
    const capability = { name: "com.amazonaws.ecs.capability.task-iam-role" };
    await agent.register({ attributes: [...EXTERNAL_ATTRIBUTES, capability] });
    const first = await agent.openAcs();
    const { message: manifest } = await first.next("TaskManifestMessage");
    const [taskRoleArn, executionRoleArn] = [await taskRole(scene, "app"), await taskRole(scene, "exec")];
    const { taskArn } = await runTask(scene, { ...web, family: "roles", taskRoleArn, executionRoleArn });
    const { message: payload } = await first.next("PayloadMessage");
    const [sent] = payload.tasks;
    const inline = [sent?.["roleCredentials"], sent?.["executionRoleCredentials"]] as Credentials[];
    assert.deepEqual(
      inline.map(({ roleArn }) => roleArn),
      [taskRoleArn, executionRoleArn],
    );
    for (const { credentialsId, expiration } of inline)
      first.send(
        envelope("IAMRoleCredentialsAckRequest", { messageId: payload.messageId, credentialsId, expiration }),
      );
    acknowledge(first, payload);
    await received(first, manifest.messageId);
    await runTask(scene);
    await first.next("PayloadMessage");
    first.cut();

    const started = await agent.openAcs(true);
    await started.next("TaskManifestMessage");
    const credentials = started.frames.filter((frame) => frame.type === "IAMRoleCredentialsMessage");
    assert.deepEqual(
      credentials.map(({ message }) => [message.taskArn, message.roleType]),
      [
        [taskArn, "TaskApplication"],
        [taskArn, "TaskExecution"],
      ],
    );
    // Section 8: the containers' variable holds the id, so it stays when the credentials are new.
    assert.deepEqual(
      credentials.map(({ message }) => message.roleCredentials.credentialsId),
      inline.map(({ credentialsId }) => credentialsId),
    );
    started.cut();

    const reconnected = await agent.openAcs(false);
    await reconnected.next("TaskManifestMessage");
    assert.ok(!reconnected.frames.some(({ type }) => type === "IAMRoleCredentialsMessage"));
    reconnected.cut();
  });

  it("gets credentials that the product itself accepts, held to the role's policies", async () => {
    const channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
    const taskRoleArn = await taskRole(scene, "listing");
    await runTask(scene, { ...web, family: "listing", taskRoleArn });
    const { message } = await channel.next("PayloadMessage");
    const payload = message.tasks.find((task) => task["family"] === "listing");
    const key = payload?.["roleCredentials"] as Credentials;
    const { body } = await agent.call("ListClusters", {}, key);
    assert.match(
      String(body["message"]),
      /assumed-role\/listing\/[0-9a-f]{32} is not authorized to perform: ecs:ListClusters/,
    );
    const tampered = { ...key, sessionToken: key.sessionToken.replace(/.$/, (c) => (c === "A" ? "B" : "A")) };
    const refused = await agent.call("ListClusters", {}, tampered);
    assert.match(String(refused.body["__type"]), /UnrecognizedClientException|InvalidSignatureException/);
    channel.cut();
  });
});
