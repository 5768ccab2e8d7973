import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openTestPlane, tasksOf } from "./testing/test-plane.ts";

/** The way of one task, as sections 5 to 7 of the agent's protocol show it on the wire. */
describe("a task's life", () => {
  it("goes from RunTask over the agent to STOPPED", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks, failures } = await plane.run();
    assert.deepEqual(failures, []);
    const task = tasks?.[0];
    assert.equal(task?.lastStatus, "PENDING");
    assert.equal(task.desiredStatus, "RUNNING");
    assert.equal(task.group, "family:web");
    assert.equal(task.containerInstanceArn, arn);
    const taskArn = task.taskArn ?? "";

    const [payload] = await agent.waitFor("PayloadMessage");
    const [sent] = tasksOf(payload);
    assert.equal(sent?.["arn"], taskArn);
    assert.equal(sent["desiredStatus"], "RUNNING");
    assert.equal(sent["version"], "1");
    agent.receive("AckRequest", {
      cluster: "demo",
      containerInstance: arn,
      messageId: payload?.["messageId"],
    });

    await plane.call("SubmitTaskStateChange", {
      cluster: "demo",
      task: taskArn,
      status: "RUNNING",
      reason: "",
      containers: [
        {
          containerName: "app",
          runtimeId: "439a",
          status: "RUNNING",
          networkBindings: [{ bindIP: "0.0.0.0", containerPort: 8080, hostPort: 32768, protocol: "tcp" }],
        },
      ],
    });
    const running = await plane.describe(taskArn);
    assert.equal(running.lastStatus, "RUNNING");
    assert.equal(running.connectivity, "CONNECTED");
    assert.equal(running.containers?.[0]?.networkBindings?.[0]?.hostPort, 32768);
    assert.ok(running.startedAt);

    const stopped = await plane.call<{ task: { desiredStatus: string; stopCode: string } }>("StopTask", {
      cluster: "demo",
      task: taskArn,
    });
    assert.equal(stopped.task.desiredStatus, "STOPPED");
    assert.equal(stopped.task.stopCode, "UserInitiated");
    const stop = (await agent.waitFor("PayloadMessage", 2))[1];
    const [stopping] = tasksOf(stop);
    assert.equal(stopping?.["desiredStatus"], "STOPPED");
    agent.receive("AckRequest", { cluster: "demo", containerInstance: arn, messageId: stop?.["messageId"] });

    await plane.call("SubmitTaskStateChange", {
      cluster: "demo",
      task: taskArn,
      status: "STOPPED",
      reason: "",
      containers: [{ containerName: "app", exitCode: 7, status: "STOPPED" }],
    });
    const ended = await plane.describe(taskArn);
    assert.equal(ended.lastStatus, "STOPPED");
    assert.equal(ended.stoppedReason, "Task stopped by user");
    assert.equal(ended.containers?.[0]?.exitCode, 7);

    plane.world.advance(60 * 60 * 1000 + 1);
    await plane.state.transact(() => {});
    await assert.rejects(plane.describe(taskArn), /no task/);
    await plane.close();
  });
});
