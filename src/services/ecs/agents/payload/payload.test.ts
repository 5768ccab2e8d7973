import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskOverride } from "@aws-sdk/client-ecs";
import { APP, openTestPlane, tasksOf } from "../testing/test-plane.ts";

/** The payload of a task, as an agent gets it. */
const payloadOf = async (
  containers: ContainerDefinition[],
  definition: Partial<RegisterTaskDefinitionRequest> = {},
  overrides?: TaskOverride,
) => {
  const plane = await openTestPlane();
  const { arn } = await plane.register();
  const agent = await plane.connectedAgent(arn);
  await plane.define(containers, definition);
  const { failures } = await plane.run(overrides === undefined ? {} : { overrides });
  assert.deepEqual(failures, []);
  const [payload] = await agent.waitFor("PayloadMessage");
  await plane.close();
  const task = tasksOf(payload)[0] ?? {};
  return { task, containers: task["containers"] as Record<string, unknown>[] };
};

describe("a payload", () => {
  it("has only members that the agent takes, with the overrides merged in", async () => {
    const { task, containers } = await payloadOf(
      [{ ...APP, command: ["a"], entryPoint: ["sh"], environment: [{ name: "A", value: "1" }] }],
      {},
      {
        containerOverrides: [
          { name: "app", command: ["b"], cpu: 64, memory: 32, environment: [{ name: "A", value: "2" }] },
        ],
      },
    );
    const [app] = containers;
    assert.equal(task["networkMode"], "bridge");
    assert.equal(task["overrides"], "{}");
    assert.equal(app?.["overrides"], "{}");
    assert.deepEqual(app["command"], ["b"]);
    assert.deepEqual(app["entryPoint"], ["sh"]);
    assert.deepEqual([app["cpu"], app["memory"]], [64, 32]);
    assert.deepEqual(app["environment"], { AWS_EXECUTION_ENV: "AWS_ECS_EC2", A: "2" });
    const docker = app["dockerConfig"] as Record<string, string>;
    assert.deepEqual(JSON.parse(docker["config"] ?? ""), {});
    assert.deepEqual(JSON.parse(docker["hostConfig"] ?? ""), { NetworkMode: "bridge" });
    assert.match(String(app["containerArn"]), /:container\/demo\/[0-9a-f]{32}\/[0-9a-f-]{36}$/);
  });

  it("has the task's size in vCPUs and MiB, and the health check's type in lower case", async () => {
    const { task, containers } = await payloadOf(
      [{ ...APP, healthCheck: { command: ["CMD", "true"] }, dependsOn: [] }],
      { cpu: "256", memory: "512" },
    );
    assert.deepEqual([task["cpu"], task["memory"]], [0.25, 512]);
    assert.equal(containers[0]?.["healthCheckType"], "docker");
  });
});
