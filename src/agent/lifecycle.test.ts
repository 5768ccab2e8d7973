import assert from "node:assert/strict";
import { test } from "node:test";
import { setScene } from "./testing/scene.ts";
import { sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

test("registers, connects, runs a task with a mapped port and stops it, every message signed", async (context) => {
  const scene = await setScene(context);
  const { stub } = scene;
  const { arn } = await scene.join();
  assert.deepEqual(
    stub.calls.entries.map(({ operation }) => operation),
    ["RegisterContainerInstance", "DiscoverPollEndpoint"],
  );
  const registration = stub.calls.entries[0]?.input;
  assert.equal(registration?.["cluster"], "demo");
  const attributes = registration?.["attributes"] as { name: string; value?: string }[] | undefined;
  assert.equal(attributes?.find(({ name }) => name === "portreeve.containers")?.value, "simulated");
  const acs = stub.connections.entries.find(({ kind }) => kind === "acs")?.query;
  assert.equal(acs?.get("clusterArn"), "demo");
  assert.equal(acs?.get("containerInstanceArn"), arn);
  assert.equal(acs?.get("protocolVersion"), "2");
  assert.equal(acs?.get("sendCredentials"), "true");
  assert.equal(acs?.get("dockerVersion"), "DockerVersion: simulated");

  const task = newTaskArn();
  const messageId = sendTask(
    stub,
    arn,
    payloadTask(task, { portMappings: [{ containerPort: 80, hostPort: 0 }] }),
  );
  const acknowledgement = await stub.acs.find(({ type }) => type === "AckRequest");
  assert.deepEqual(acknowledgement.message, {
    cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
    containerInstance: arn,
    messageId,
  });
  const running = await stub.reported(task, "RUNNING");
  assert.equal(running["reason"], "");
  const [container] = running["containers"] as Record<string, unknown>[];
  assert.equal(container?.["status"], "RUNNING");
  assert.deepEqual(container?.["networkBindings"], [
    { bindIP: "0.0.0.0", containerPort: 80, hostPort: 32_768, protocol: "tcp" },
  ]);

  sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
  const stopped = await stub.reported(task, "STOPPED");
  assert.deepEqual(stopped["containers"], [{ ...container, status: "STOPPED", exitCode: 0 }]);
  assert.equal(typeof stopped["executionStoppedAt"], "number");
  assert.deepEqual(stub.faults, []);
});
