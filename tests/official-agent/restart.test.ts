import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { acknowledge } from "./acknowledge.ts";
import type { Channel } from "./channel.ts";
import { OfficialAgent } from "./official-agent.ts";
import { EXTERNAL_ATTRIBUTES } from "./registration.ts";
import {
  describeTask,
  joinedAgent,
  openScene,
  reopened,
  runTask,
  type Scene,
  taskRole,
  web,
} from "./scene.ts";
import type { Credentials } from "./strict-reader.ts";

// Section 9, and scenarios 3 and 7 of section 17: one of the two restarts, and both go on.

describe("the official agent and the control plane", () => {
  let scene: Scene;
  let agent: OfficialAgent;
  let channel: Channel;
  const tasks: Record<"kept" | "ended" | "unacknowledged", string> = {
    kept: "",
    ended: "",
    unacknowledged: "",
  };
  let credentialsId: unknown;
  let timeline = 0;

  before(async () => {
    scene = await openScene();
    agent = await joinedAgent(scene, "agent");
    const capability = { name: "com.amazonaws.ecs.capability.task-iam-role" };
    await agent.register({ attributes: [...EXTERNAL_ATTRIBUTES, capability] });
    channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
  });
  after(() => scene.close());

  const take = async (taskArn: string, acknowledged = true) => {
    const { message } = await channel.next("PayloadMessage");
    assert.equal(message.tasks[0]?.arn, taskArn);
    timeline = Math.max(timeline, message.seqNum);
    if (acknowledged) acknowledge(channel, message);
    return message.tasks[0];
  };

  const report = async (taskArn: string, status: string, more: Readonly<Record<string, unknown>> = {}) => {
    const containers = [{ containerName: "app", runtimeId: "r", status, ...more }];
    const answer = await agent.call("SubmitTaskStateChange", {
      cluster: "demo",
      task: taskArn,
      status,
      reason: "",
      containers,
    });
    assert.equal(answer.status, 200);
  };

  it("part with 1000 or 1001 when the control plane stops: the agent comes back at once", async () => {
    const taskRoleArn = await taskRole(scene, "app");
    tasks.kept = (await runTask(scene, { ...web, family: "kept", taskRoleArn })).taskArn;
    const kept = await take(tasks.kept);
    credentialsId = (kept?.["roleCredentials"] as Credentials | undefined)?.credentialsId;
    assert.ok(credentialsId);
    await report(tasks.kept, "RUNNING");
    tasks.ended = (await runTask(scene)).taskArn;
    await take(tasks.ended);
    await report(tasks.ended, "RUNNING");
    tasks.unacknowledged = (await runTask(scene)).taskArn;
    await take(tasks.unacknowledged, false);
    scene = await reopened(scene);
    assert.ok([1000, 1001].includes((await channel.ended()).code));
  });

  it("meet again at the endpoints that the agent keeps; it gets what it has not taken over", async () => {
    channel = await agent.openAcs();
    const before = timeline;
    const task = await take(tasks.unacknowledged);
    assert.equal(task?.desiredStatus, "RUNNING");
    assert.ok(timeline > before, "section 5.4: numbers only grow, whoever has restarted");
    const { message } = await channel.next("TaskManifestMessage");
    assert.ok(message.timeline > timeline);
    const listed = message.tasks.map(({ taskArn }) => taskArn).sort();
    assert.deepEqual(listed, Object.values(tasks).sort());
    await (await agent.openTcs()).next("HeartbeatMessage");
  });

  it("hear from a new process what ended meanwhile, before its channel is up", async () => {
    channel.cut();
    const { environment, saved } = agent;
    agent = new OfficialAgent(environment);
    agent.saved = saved;
    const { containerInstanceArn } = await agent.register({
      attributes: [...EXTERNAL_ATTRIBUTES, { name: "com.amazonaws.ecs.capability.task-iam-role" }],
    });
    assert.equal(containerInstanceArn, saved);
    await report(tasks.ended, "STOPPED", { exitCode: 5 });
    const ended = await describeTask(scene, tasks.ended);
    assert.equal(ended.lastStatus, "STOPPED");
    assert.equal(ended.containers?.[0]?.exitCode, 5);
  });

  it("give the new process its live tasks' credentials under the names that containers know", async () => {
    await agent.discover();
    channel = await agent.openAcs();
    const { message } = await channel.next("IAMRoleCredentialsMessage");
    assert.equal(message.taskArn, tasks.kept);
    assert.equal(message.roleCredentials.credentialsId, credentialsId);
    const { message: manifest } = await channel.next("TaskManifestMessage");
    const listed = new Map(manifest.tasks.map(({ taskArn, desiredStatus }) => [taskArn, desiredStatus]));
    assert.equal(listed.get(tasks.kept), "RUNNING");
    assert.notEqual(listed.get(tasks.ended), "RUNNING");
    assert.equal((await describeTask(scene, tasks.kept)).lastStatus, "RUNNING");
  });
});
