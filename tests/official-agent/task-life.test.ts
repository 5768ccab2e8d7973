import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeContainerInstancesCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { acknowledge } from "./acknowledge.ts";
import type { Channel } from "./channel.ts";
import type { OfficialAgent } from "./official-agent.ts";
import { EXTERNAL_ATTRIBUTES } from "./registration.ts";
import { describeTask, joinedAgent, openScene, runTask, type Scene, taskRole, web } from "./scene.ts";
import type { PayloadTask } from "./strict-reader.ts";

// Section 7: reports as the agent writes them. Those of a task come strictly in order.

describe("what the official agent reports", () => {
  let scene: Scene;
  let agent: OfficialAgent;
  let channel: Channel;
  before(async () => {
    scene = await openScene();
    agent = await joinedAgent(scene, "agent");
    await agent.register({
      attributes: [...EXTERNAL_ATTRIBUTES, { name: "com.amazonaws.ecs.capability.task-iam-role" }],
    });
    channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
  });
  after(() => scene.close());

  const report = async (taskArn: string, members: Readonly<Record<string, unknown>>): Promise<void> => {
    const { status, body } = await agent.call("SubmitTaskStateChange", {
      cluster: "demo",
      task: taskArn,
      reason: "",
      ...members,
    });
    assert.equal(status, 200, JSON.stringify(body));
  };

  const started = async (
    definition = web,
    changes: Partial<RunTaskCommandInput> = {},
  ): Promise<PayloadTask> => {
    const { taskArn } = await runTask(scene, definition, changes);
    const { message } = await channel.next("PayloadMessage");
    const [task] = message.tasks;
    assert.equal(task?.arn, taskArn);
    acknowledge(channel, message);
    return task;
  };

  const left = async (): Promise<Readonly<Record<string, unknown>>> => {
    const input = { cluster: "demo", containerInstances: [agent.saved ?? ""] };
    const { containerInstances } = await scene.admin.ecs.send(new DescribeContainerInstancesCommand(input));
    const resources = containerInstances?.[0]?.remainingResources ?? [];
    return Object.fromEntries(resources.map((each) => [each.name, each.integerValue ?? each.stringSetValue]));
  };

  const binding = { bindIP: "0.0.0.0", containerPort: 8080, hostPort: 32768, protocol: "tcp" };
  const digest = `sha256:${"eb".repeat(32)}`;

  it("goes PENDING with a digest, RUNNING with bindings, STOPPED with an exit code", async () => {
    const untouched = await left();
    const { arn } = await started({
      ...web,
      family: "whole",
      containerDefinitions: [
        { name: "app", image: "busybox", memory: 64, cpu: 128, portMappings: [{ containerPort: 8080 }] },
      ],
    });
    assert.equal((await left())["MEMORY"], Number(untouched["MEMORY"]) - 64);
    await report(arn, {
      status: "PENDING",
      containers: [{ containerName: "app", imageDigest: digest, status: "PENDING" }],
    });
    const pending = await describeTask(scene, arn);
    assert.equal(pending.lastStatus, "PENDING");
    assert.equal(pending.containers?.[0]?.imageDigest, digest);
    await report(arn, {
      status: "RUNNING",
      pullStartedAt: 1795541404.637,
      pullStoppedAt: 1795541404.742,
      containers: [
        {
          containerName: "app",
          runtimeId: "439a",
          imageDigest: digest,
          status: "RUNNING",
          networkBindings: [binding],
        },
      ],
    });
    const running = await describeTask(scene, arn);
    assert.equal(running.lastStatus, "RUNNING");
    assert.equal(running.connectivity, "CONNECTED");
    assert.equal(running.pullStartedAt?.getTime(), 1795541404637);
    assert.equal(running.pullStoppedAt?.getTime(), 1795541404742);
    assert.deepEqual(running.containers?.[0]?.networkBindings, [binding]);
    assert.equal(running.containers?.[0]?.runtimeId, "439a");
    await report(arn, {
      status: "STOPPED",
      executionStoppedAt: 1795541500.346,
      containers: [
        {
          containerName: "app",
          exitCode: 3,
          runtimeId: "439a",
          status: "STOPPED",
          networkBindings: [binding],
        },
      ],
    });
    const stopped = await describeTask(scene, arn);
    assert.equal(stopped.lastStatus, "STOPPED");
    assert.equal(stopped.desiredStatus, "STOPPED");
    assert.equal(stopped.containers?.[0]?.exitCode, 3);
    assert.equal(stopped.executionStoppedAt?.getTime(), 1795541500346);
    // The agent gives no reason for this: it is the control plane's.
    assert.equal(stopped.stopCode, "EssentialContainerExited");
    assert.equal(stopped.stoppedReason, "Essential container in task exited");
    assert.deepEqual(await left(), untouched);
  });

  it("may list a container twice, which is applied in order", async () => {
    const { arn } = await started({
      ...web,
      family: "init",
      containerDefinitions: [
        { name: "init", image: "busybox", memory: 16, essential: false },
        {
          name: "app",
          image: "busybox",
          memory: 16,
          dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
        },
      ],
    });
    await report(arn, {
      status: "RUNNING",
      containers: [
        { containerName: "init", runtimeId: "a1", status: "RUNNING" },
        { containerName: "init", runtimeId: "a1", status: "STOPPED", exitCode: 0 },
        { containerName: "app", runtimeId: "b2", status: "RUNNING" },
      ],
    });
    const task = await describeTask(scene, arn);
    const init = task.containers?.find(({ name }) => name === "init");
    assert.equal(task.lastStatus, "RUNNING");
    assert.equal(init?.lastStatus, "STOPPED");
    assert.equal(init?.exitCode, 0);
    assert.equal(task.containers?.find(({ name }) => name === "app")?.lastStatus, "RUNNING");
  });

  it("may be of containers only, laid over what is known", async () => {
    const { arn } = await started({
      ...web,
      family: "sidecar",
      containerDefinitions: [
        { name: "app", image: "busybox", memory: 16 },
        { name: "side", image: "busybox", memory: 16, essential: false },
      ],
    });
    const both = ["app", "side"].map((containerName) => ({
      containerName,
      runtimeId: containerName,
      status: "RUNNING",
    }));
    await report(arn, { status: "RUNNING", containers: both });
    await report(arn, {
      status: "RUNNING",
      containers: [{ containerName: "side", runtimeId: "side", status: "STOPPED", exitCode: 9 }],
    });
    const task = await describeTask(scene, arn);
    assert.equal(task.lastStatus, "RUNNING");
    assert.equal(task.containers?.find(({ name }) => name === "app")?.lastStatus, "RUNNING");
    assert.equal(task.containers?.find(({ name }) => name === "app")?.runtimeId, "app");
    assert.equal(task.containers?.find(({ name }) => name === "side")?.exitCode, 9);
  });

  it("may be STOPPED without RUNNING, with a reason and no exit code", async () => {
    const { arn } = await started();
    const reason = "CannotPullContainerError: pull image manifest has been retried 5 time(s)";
    await report(arn, {
      status: "STOPPED",
      containers: [{ containerName: "app", status: "STOPPED", reason }],
    });
    const task = await describeTask(scene, arn);
    assert.equal(task.lastStatus, "STOPPED");
    assert.equal(task.stopCode, "TaskFailedToStart");
    assert.equal(task.containers?.[0]?.reason, reason);
    assert.equal(task.containers?.[0]?.exitCode, undefined);
    assert.ok(!task.startedAt);
  });

  it("may come late, repeated, and about tasks that are gone: never InvalidParameterException", async () => {
    const { arn } = await started();
    const ended = {
      status: "STOPPED",
      containers: [{ containerName: "app", exitCode: 0, runtimeId: "r", status: "STOPPED" }],
    };
    await report(arn, ended);
    const before = await describeTask(scene, arn);
    await report(arn, ended);
    await report(arn, {
      status: "PENDING",
      containers: [{ containerName: "app", imageDigest: digest, status: "PENDING" }],
    });
    const { version: _, ...after } = await describeTask(scene, arn);
    assert.equal(after.lastStatus, "STOPPED");
    assert.deepEqual(after.stoppedAt, before.stoppedAt);
    await report(`${arn.slice(0, -32)}${"9".repeat(32)}`, ended);
    await report(arn, { ...ended, containers: [{ containerName: "nobody", status: "STOPPED" }] });
  });

  it("keeps the control plane's reason when somebody asked for the stop", async () => {
    const { arn } = await started();
    await report(arn, {
      status: "RUNNING",
      containers: [{ containerName: "app", runtimeId: "r", status: "RUNNING" }],
    });
    await scene.admin.ecs.send(new StopTaskCommand({ cluster: "demo", task: arn, reason: "by hand" }));
    const { message } = await channel.next("PayloadMessage");
    assert.equal(message.tasks[0]?.arn, arn);
    assert.equal(message.tasks[0]?.desiredStatus, "STOPPED");
    await report(arn, {
      status: "STOPPED",
      executionStoppedAt: Date.now() / 1000,
      containers: [{ containerName: "app", exitCode: 143, runtimeId: "r", status: "STOPPED" }],
    });
    const task = await describeTask(scene, arn);
    assert.equal(task.stopCode, "UserInitiated");
    assert.equal(task.stoppedReason, "by hand");
    assert.equal(task.containers?.[0]?.exitCode, 143);
  });

  it("may tell of attachments alone, and of a managed agent", async () => {
    const taskRoleArn = await taskRole(scene, "exec");
    const { arn } = await started({ ...web, family: "exec", taskRoleArn }, { enableExecuteCommand: true });
    await report(arn, {
      attachments: [{ attachmentArn: "arn:aws:ecs:us-west-2:123456789012:attachment/x", status: "ATTACHED" }],
    });
    assert.notEqual((await describeTask(scene, arn)).lastStatus, "STOPPED");
    await report(arn, {
      status: "RUNNING",
      containers: [{ containerName: "app", runtimeId: "r", status: "RUNNING" }],
      managedAgents: [
        {
          containerName: "app",
          managedAgentName: "ExecuteCommandAgent",
          status: "STOPPED",
          reason: "Initialization failed",
        },
      ],
    });
    const [agentOfApp] = (await describeTask(scene, arn)).containers?.[0]?.managedAgents ?? [];
    assert.equal(agentOfApp?.lastStatus, "STOPPED");
    assert.equal(agentOfApp?.reason, "Initialization failed");
  });

  it("of a container of its own, as older agents make it, counts as well", async () => {
    const { arn } = await started();
    const { status } = await agent.call("SubmitContainerStateChange", {
      cluster: "demo",
      task: arn,
      containerName: "app",
      runtimeId: "r7",
      status: "RUNNING",
    });
    assert.equal(status, 200);
    assert.equal((await describeTask(scene, arn)).containers?.[0]?.runtimeId, "r7");
  });
});
