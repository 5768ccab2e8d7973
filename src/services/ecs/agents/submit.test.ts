import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, APP, awsError, openTestPlane } from "./testing/test-plane.ts";

const prepared = async (networkMode?: "host") => {
  const plane = await openTestPlane();
  const { arn } = await plane.register();
  await plane.connectedAgent(arn);
  await plane.define(
    networkMode === "host"
      ? [{ ...APP, portMappings: [{ containerPort: 8080, hostPort: 8080 }] }]
      : undefined,
    networkMode === undefined ? {} : { networkMode },
  );
  const task = (await plane.run()).tasks?.[0]?.taskArn ?? "";
  const submit = (input: object) => plane.call("SubmitTaskStateChange", { cluster: "demo", task, ...input });
  return { plane, arn, task, submit };
};

describe("a report", () => {
  it("of a task that is not known is taken, as the agent would drop or repeat it for ever", async () => {
    const { plane, submit } = await prepared();
    for (const task of [
      `arn:aws:ecs:us-west-2:${ACCOUNT}:task/demo/${"0".repeat(32)}`,
      `arn:aws:ecs:us-west-2:${ACCOUNT}:task/elsewhere/${"0".repeat(32)}`,
      "0".repeat(32),
      "nonsense",
      "",
      undefined,
    ]) {
      await submit({ task, status: "STOPPED" });
    }
    await plane.close();
  });

  it("of another account's task is refused", async () => {
    const { plane, submit } = await prepared();
    const task = `arn:aws:ecs:us-west-2:999999999999:task/demo/${"0".repeat(32)}`;
    await assert.rejects(
      submit({ task, status: "STOPPED" }),
      awsError("AccessDeniedException", /ecs:SubmitTaskStateChange/),
    );
    await plane.close();
  });

  it("does not reach the task of a cluster that it does not name", async () => {
    const { plane, task, submit } = await prepared();
    await plane.call("CreateCluster", { clusterName: "second" });
    await submit({ cluster: "second", status: "STOPPED" });
    assert.equal((await plane.describe(task)).lastStatus, "PENDING");
    await plane.close();
  });

  it("may name the task by its id alone", async () => {
    const { plane, task, submit } = await prepared();
    await submit({ task: task.slice(task.lastIndexOf("/") + 1), status: "RUNNING" });
    assert.equal((await plane.describe(task)).lastStatus, "RUNNING");
    await plane.close();
  });

  it("has its moments as they are told", async () => {
    const { plane, task, submit } = await prepared();
    await submit({ status: "RUNNING", pullStartedAt: new Date(1000), pullStoppedAt: new Date(2000) });
    await submit({ status: "STOPPED", executionStoppedAt: new Date(3000) });
    const shown = await plane.describe(task);
    assert.deepEqual(
      [shown.pullStartedAt?.getTime(), shown.pullStoppedAt?.getTime(), shown.executionStoppedAt?.getTime()],
      [1000, 2000, 3000],
    );
    await plane.close();
  });

  it("of the host's network gets the bindings that the agent leaves out", async () => {
    const { plane, task, submit } = await prepared("host");
    await submit({ status: "RUNNING", containers: [{ containerName: "app", status: "RUNNING" }] });
    assert.deepEqual((await plane.describe(task)).containers?.[0]?.networkBindings, [
      { bindIP: "0.0.0.0", protocol: "tcp", containerPort: 8080, hostPort: 8080 },
    ]);
    await plane.close();
  });

  it("of a single container is laid over its task", async () => {
    const { plane, task } = await prepared();
    await plane.call("SubmitContainerStateChange", {
      cluster: "demo",
      task,
      containerName: "app",
      status: "RUNNING",
      runtimeId: "1",
    });
    assert.equal((await plane.describe(task)).containers?.[0]?.runtimeId, "1");
    await plane.close();
  });
});

describe("DiscoverPollEndpoint", () => {
  it("names both channels", async () => {
    const { plane } = await prepared();
    assert.deepEqual(await plane.call("DiscoverPollEndpoint", { cluster: "demo" }), {
      endpoint: "http://127.0.0.1:4566/acs/",
      telemetryEndpoint: "http://127.0.0.1:4566/tcs/",
    });
    await plane.close();
  });
});
