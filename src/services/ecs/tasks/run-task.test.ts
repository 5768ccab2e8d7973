import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APP, awsError, openTestPlane, REGISTRATION } from "../agents/testing/test-plane.ts";

describe("RunTask", () => {
  it("answers the same tasks for the same token, and a conflict for another request", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    const first = await plane.run({ count: 2, clientToken: "t" });
    const second = await plane.run({ count: 2, clientToken: "t" });
    assert.deepEqual(
      second.tasks?.map(({ taskArn }) => taskArn),
      first.tasks?.map(({ taskArn }) => taskArn),
    );
    await assert.rejects(
      plane.run({ count: 1, clientToken: "t" }),
      awsError("ConflictException", /clientToken/),
    );
    const { taskArns } = await plane.call<{ taskArns: string[] }>("ListTasks", { cluster: "demo" });
    assert.equal(taskArns.length, 2);
    await plane.close();
  });

  it("gives failures for what finds no place, and places the rest", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define([{ ...APP, cpu: 1000 }]);
    const { tasks, failures } = await plane.run({ count: 3 });
    assert.equal(tasks?.length, 2);
    assert.deepEqual(failures, [{ arn, reason: "RESOURCE:CPU" }]);
    await plane.close();
  });

  it("says that an agent is away", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.define();
    assert.deepEqual((await plane.run()).failures, [{ arn, reason: "AGENT" }]);
    await plane.close();
  });

  it("says of a task on simulated containers that they are", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register({
      attributes: [...REGISTRATION.attributes, { name: "portreeve.containers", value: "simulated" }],
    });
    await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run();
    assert.deepEqual(tasks?.[0]?.attributes, [
      { name: "ecs.cpu-architecture", value: "x86_64" },
      { name: "portreeve.containers", value: "simulated" },
    ]);
    await plane.close();
  });

  it("keeps away from a draining instance", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    await plane.call("UpdateContainerInstancesState", {
      cluster: "demo",
      containerInstances: [arn],
      status: "DRAINING",
    });
    await assert.rejects(plane.run(), awsError("InvalidParameterException", /No Container Instances/));
    await plane.close();
  });

  it("tags tasks with the call's, the definition's and AWS's own tags", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define(undefined, {
      tags: [
        { key: "a", value: "definition" },
        { key: "b", value: "2" },
      ],
    });
    const { tasks } = await plane.run({
      tags: [{ key: "a", value: "call" }],
      propagateTags: "TASK_DEFINITION",
      enableECSManagedTags: true,
    });
    assert.deepEqual(tasks?.[0]?.tags, [
      { key: "a", value: "call" },
      { key: "b", value: "2" },
      { key: "aws:ecs:clusterName", value: "demo" },
    ]);
    await plane.close();
  });

  it("runs awsvpc tasks where the agent can, with their network's provision shown", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define([{ ...APP, portMappings: [] }], { family: "vpc", networkMode: "awsvpc" });
    const network = { awsvpcConfiguration: { subnets: ["subnet-1"] } };
    const refused = await plane.run({ taskDefinition: "vpc", networkConfiguration: network });
    assert.deepEqual(refused.failures, [{ arn, reason: "ATTRIBUTE" }]);
    await plane.call("RegisterContainerInstance", {
      cluster: "demo",
      containerInstanceArn: arn,
      totalResources: [
        { name: "CPU", type: "INTEGER", integerValue: 1024 },
        { name: "MEMORY", type: "INTEGER", integerValue: 1024 },
      ],
      attributes: [
        { name: "ecs.capability.task-eni" },
        { name: "com.amazonaws.ecs.capability.docker-remote-api.1.18" },
        { name: "com.amazonaws.ecs.capability.docker-remote-api.1.17" },
      ],
    });
    const { tasks } = await plane.run({ taskDefinition: "vpc", networkConfiguration: network });
    const task = tasks?.[0];
    assert.equal(task?.lastStatus, "PROVISIONING");
    assert.equal(task.attachments?.[0]?.status, "PRECREATED");
    const [payload] = await agent.waitFor("PayloadMessage");
    agent.receive("AckRequest", { messageId: payload?.["messageId"] });
    await plane.call("SubmitTaskStateChange", { cluster: "demo", task: task.taskArn, status: "RUNNING" });
    const running = await plane.describe(task.taskArn ?? "");
    assert.deepEqual([running.lastStatus, running.attachments?.[0]?.status], ["RUNNING", "ATTACHED"]);
    await plane.close();
  });
});
