import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { realWorld } from "../world.ts";
import { openFileStore } from "./persistence/file-store.ts";
import { label } from "./tasks/labels.ts";
import { readPayloadTask } from "./tasks/read-payload-task.ts";
import { createTaskRecord } from "./tasks/task-record.ts";
import { setScene, taskRole } from "./testing/scene.ts";
import { type Frame, type StubControlPlane, sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

const acknowledged = (stub: StubControlPlane, messageId: string): Promise<Frame> =>
  stub.acs.find(({ type, message }) => type === "AckRequest" && message["messageId"] === messageId);

/** Once the agent has answered this, it has also seen everything that was sent to it before. */
const roundTrip = async (stub: StubControlPlane): Promise<void> => {
  const messageId = crypto.randomUUID();
  stub.send("HeartbeatMessage", { healthy: true, messageId });
  await stub.acs.find(
    ({ type, message }) => type === "HeartbeatAckRequest" && message["messageId"] === messageId,
  );
};

test("a repeated payload is acknowledged and changes nothing; its tasks only move forward", async (context) => {
  const { stub, join: start } = await setScene(context);
  const { agent, arn } = await start();
  const task = newTaskArn();
  await acknowledged(stub, sendTask(stub, arn, payloadTask(task)));
  await stub.reported(task, "RUNNING");
  await acknowledged(stub, sendTask(stub, arn, payloadTask(task, { command: ["other"] })));
  sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
  await stub.reported(task, "STOPPED");
  await acknowledged(stub, sendTask(stub, arn, payloadTask(task)));
  assert.deepEqual(
    stub.reports(task).map(({ status }) => status),
    ["RUNNING", "STOPPED"],
  );
  assert.equal(agent.status().tasks[0]?.knownStatus, "STOPPED");
});

test("a restarted agent keeps its ARN, its running task and what was acknowledged", async (context) => {
  const { stub, join: start } = await setScene(context);
  const first = await start();
  const task = newTaskArn();
  sendTask(stub, first.arn, payloadTask(task));
  const running = await stub.reported(task, "RUNNING");
  await roundTrip(stub);
  await first.agent.stop();
  assert.equal(await first.agent.done, 0);
  const second = await start();
  assert.equal(second.arn, first.arn);
  const registrations = stub.calls.entries.filter(
    ({ operation }) => operation === "RegisterContainerInstance",
  );
  assert.equal(registrations[1]?.input["containerInstanceArn"], first.arn);
  assert.equal(stub.reports(task).length, 1);
  sendTask(stub, first.arn, { arn: task, desiredStatus: "STOPPED" });
  const stopped = await stub.reported(task, "STOPPED");
  const id = (report: Readonly<Record<string, unknown>>) =>
    (report["containers"] as readonly { readonly runtimeId: string }[])[0]?.runtimeId;
  assert.equal(id(stopped), id(running));
});

test("a container made just before a kill -9 is adopted, not made twice", async (context) => {
  const scene = await setScene(context);
  const arn = "arn:aws:ecs:us-west-2:123456789012:container-instance/demo/0123456789abcdef0123456789abcdef";
  const task = newTaskArn();
  const agentState = await openFileStore(join(scene.dataDirectory, "agent.jsonl"));
  agentState.put("registration", { containerInstanceArn: arn, cluster: "demo" });
  const definition = readPayloadTask(payloadTask(task));
  agentState.put(`task/${task}`, createTaskRecord(definition, "RUNNING", {}, realWorld.uuid));
  await agentState.close();
  const containers = await openFileStore(join(scene.dataDirectory, "simulated-containers.jsonl"));
  const made = (id: string, taskArn: string) =>
    containers.put(`container/${id}`, {
      id,
      name: `ecs-web-3-app-${id}`,
      body: {
        Image: "busybox",
        HostConfig: {},
        Labels: { [label.containerInstance]: arn, [label.taskArn]: taskArn, [label.containerName]: "app" },
      },
      createdAt: 1,
      startedAt: 2,
      state: "running",
      exitCode: 0,
      bindings: [],
    });
  made("orphan", task);
  made("stray", newTaskArn());
  await containers.close();

  const { agent } = await scene.join();
  const running = await scene.stub.reported(task, "RUNNING");
  assert.deepEqual(running["containers"], [{ containerName: "app", runtimeId: "orphan", status: "RUNNING" }]);
  await agent.stop();
  const left = await openFileStore(join(scene.dataDirectory, "simulated-containers.jsonl"));
  assert.deepEqual([...left.entries.keys()], ["container/orphan"]);
  await left.close();
});

test("a manifest stops what should not be there, once it is confirmed, and only if it is new", async (context) => {
  const { stub, join: start } = await setScene(context);
  const { arn, agent } = await start();
  const [kept, lost] = [newTaskArn(), newTaskArn()];
  sendTask(stub, arn, payloadTask(kept), 3);
  sendTask(stub, arn, payloadTask(lost), 4);
  await stub.reported(kept, "RUNNING");
  await stub.reported(lost, "RUNNING");
  const manifest = (messageId: string, timeline: number) =>
    stub.send("TaskManifestMessage", {
      messageId,
      timeline,
      clusterArn: "demo-arn",
      containerInstanceArn: arn,
      generatedAt: 1,
      tasks: [{ taskArn: kept, taskClusterArn: "demo-arn", desiredStatus: "RUNNING" }],
    });
  manifest("old", 4);
  manifest("new", 5);
  const candidates = await stub.acs.find(({ type }) => type === "TaskStopVerificationMessage");
  assert.deepEqual(candidates.message, {
    messageId: "new",
    stopCandidates: [
      {
        desiredStatus: "STOPPED",
        taskArn: lost,
        taskClusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
      },
    ],
  });
  assert.deepEqual((await acknowledged(stub, "new")).message, {
    cluster: "demo-arn",
    containerInstance: arn,
    messageId: "new",
  });
  const stopTasks = [kept, lost].map((taskArn) => ({ taskArn, desiredStatus: "STOPPED" }));
  stub.send("TaskStopVerificationAck", { messageId: "old", generatedAt: 1, stopTasks });
  await roundTrip(stub);
  assert.deepEqual(
    stub.reports(lost).map(({ status }) => status),
    ["RUNNING"],
  );
  stub.send("TaskStopVerificationAck", { messageId: "new", generatedAt: 1, stopTasks });
  await stub.reported(lost, "STOPPED");
  await roundTrip(stub);
  assert.deepEqual(
    stub.reports(kept).map(({ status }) => status),
    ["RUNNING"],
  );
  assert.equal(
    stub.acs.entries.some(({ message }) => message["messageId"] === "old"),
    false,
  );

  await agent.stop();
  await start();
  manifest("again", 5);
  await roundTrip(stub);
  assert.equal(
    stub.acs.entries.some(({ message }) => message["messageId"] === "again"),
    false,
  );
});

test("role credentials: 200, 503 after a restart until they come again, 400 once the task has stopped", async (context) => {
  const { stub, join: start, taskEndpoint, dataDirectory } = await setScene(context);
  const { arn, agent } = await start();
  const task = newTaskArn();
  const read = (id = taskRole.credentialsId) =>
    fetch(`http://127.0.0.1:${taskEndpoint.port()}/v2/credentials/${id}`);
  const messageId = sendTask(stub, arn, payloadTask(task, {}, { roleCredentials: taskRole }));
  const acknowledgement = await stub.acs.find(({ type }) => type === "IAMRoleCredentialsAckRequest");
  assert.deepEqual(acknowledgement.message, {
    messageId,
    credentialsId: taskRole.credentialsId,
    expiration: taskRole.expiration,
  });
  await stub.reported(task, "RUNNING");
  const answer = await read();
  assert.equal(answer.status, 200);
  assert.equal(
    ((await answer.json()) as Record<string, string>)["SecretAccessKey"],
    taskRole.secretAccessKey,
  );
  const unknown = await read("7d1e0f8a-0000-4000-8000-00000000ffff");
  assert.equal(unknown.status, 400);
  assert.equal(((await unknown.json()) as Record<string, string>)["code"], "InvalidIdInRequest");

  await agent.stop();
  assert.equal((await read()).status, 400);
  const saved = await openFileStore(join(dataDirectory, "agent.jsonl"));
  assert.equal(JSON.stringify([...saved.entries]).includes(taskRole.secretAccessKey), false);
  await saved.close();
  await start();
  assert.equal((await read()).status, 503);
  const renewed = { ...taskRole, secretAccessKey: "renewed" };
  const message = { messageId: "c-1", taskArn: task, roleType: "TaskApplication", roleCredentials: renewed };
  stub.send("IAMRoleCredentialsMessage", { ...message, messageId: "c-0", taskArn: newTaskArn() });
  stub.send("IAMRoleCredentialsMessage", message);
  await stub.acs.find(({ message: { messageId: id } }) => id === "c-1");
  assert.equal(((await (await read()).json()) as Record<string, string>)["SecretAccessKey"], "renewed");
  assert.equal(
    stub.acs.entries.some(({ message: { messageId: id } }) => id === "c-0"),
    false,
  );

  sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
  await stub.reported(task, "STOPPED");
  assert.equal((await read()).status, 400);
});

test("one bad task: no acknowledgement, the good one runs, the bad one is reported", async (context) => {
  const { stub, join: start } = await setScene(context);
  const { arn } = await start();
  const [good, bad] = [newTaskArn(), newTaskArn()];
  stub.send("PayloadMessage", {
    messageId: "mixed",
    clusterArn: "demo-arn",
    containerInstanceArn: arn,
    tasks: [payloadTask(bad, { overrides: '{"environment":{}}' }), payloadTask(good)],
  });
  await stub.reported(good, "RUNNING");
  const report = await stub.reported(bad, "STOPPED");
  assert.match(String(report["reason"]), /^UnrecogniedTaskError: Error loading task - .*environment/);
  await roundTrip(stub);
  assert.equal(
    stub.acs.entries.some(({ message }) => message["messageId"] === "mixed"),
    false,
  );
});

test("a stop of an unknown task is reported as stopped", async (context) => {
  const { stub, join: start } = await setScene(context);
  const { arn } = await start();
  const [bare, full] = [newTaskArn(), newTaskArn()];
  sendTask(stub, arn, { arn: bare, desiredStatus: "STOPPED" });
  sendTask(stub, arn, payloadTask(full, {}, { desiredStatus: "STOPPED" }));
  const report = await stub.reported(bare, "STOPPED");
  assert.equal(report["reason"], "TaskStateError: Agent could not progress task's state to stopped");
  assert.deepEqual((await stub.reported(full, "STOPPED"))["containers"], [
    { containerName: "app", status: "STOPPED" },
  ]);
});
