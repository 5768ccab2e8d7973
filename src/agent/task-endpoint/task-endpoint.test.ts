import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { realWorld } from "../../world.ts";
import { createManualWorld } from "../testing/manual-world.ts";
import { instanceCredentials, setScene, taskRole } from "../testing/scene.ts";
import { sendTask } from "../testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { createTaskEndpoint } from "./task-endpoint.ts";

const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

/** A running task with a role, and the base URL of its container's endpoints. */
const runningTask = async (context: TestContext) => {
  const scene = await setScene(context);
  const { stub, taskEndpoint, dataDirectory } = scene;
  const { arn } = await scene.join();
  const task = newTaskArn();
  const container = { containerArn: "arn:container", portMappings: [{ containerPort: 80, hostPort: 0 }] };
  sendTask(
    stub,
    arn,
    payloadTask(task, container, { roleCredentials: taskRole, cpu: 0.25, memory: 128, serviceName: "web" }),
  );
  await stub.reported(task, "RUNNING");
  const { openFileStore } = await import("../persistence/file-store.ts");
  const saved = await openFileStore(`${dataDirectory}/simulated-containers.jsonl`);
  const [made] = [...saved.entries.values()] as readonly {
    readonly body: { readonly Env: readonly string[] };
  }[];
  await saved.close();
  const id = made?.body.Env.find((one) => one.startsWith("ECS_AGENT_URI="))
    ?.split("/")
    .at(-1);
  return { ...scene, arn, task, id, url: (path: string) => `http://127.0.0.1:${taskEndpoint.port()}${path}` };
};

test("container and task metadata, with tags on request", async (context) => {
  const { stub, task, arn, id, url } = await runningTask(context);
  const container = await json(await fetch(url(`/v4/${id}`)));
  assert.equal(container["Name"], "app");
  assert.equal(container["ContainerARN"], "arn:container");
  assert.equal(container["KnownStatus"], "RUNNING");
  assert.deepEqual(container["Ports"], [
    { ContainerPort: 80, Protocol: "tcp", HostPort: 32_768, HostIp: "0.0.0.0" },
  ]);
  const whole = await json(await fetch(url(`/v4/${id}/task`)));
  assert.equal(whole["TaskARN"], task);
  assert.equal(whole["Family"], "web");
  assert.equal(whole["ServiceName"], "web");
  assert.deepEqual(whole["Limits"], { CPU: 0.25, Memory: 128 });
  assert.deepEqual(whole["Containers"], [container]);
  assert.deepEqual(await json(await fetch(url(`/v3/${id}/task`))), whole);

  stub.answers.set("ListTagsForResource", ({ resourceArn }) => ({
    tags: [{ key: "of", value: resourceArn === arn ? "instance" : "task" }],
  }));
  const tagged = await json(await fetch(url(`/v4/${id}/taskWithTags`)));
  assert.deepEqual(tagged["ContainerInstanceTags"], { of: "instance" });
  assert.deepEqual(tagged["TaskTags"], { of: "task" });
  stub.refusals.set("ListTagsForResource", { status: 400, code: "AccessDeniedException", message: "no" });
  const denied = await json(await fetch(url(`/v4/${id}/taskWithTags`)));
  assert.equal(denied["TaskARN"], task);
  assert.match(JSON.stringify(denied["Errors"]), /AccessDeniedException: no/);

  for (const path of [`/v4/${id}/nothing`, "/v4/unknown/task", "/", "/v4//task", `/v4/${id}/__proto__`])
    assert.equal((await fetch(url(path))).status, 404, path);
});

test("task protection is asked for with the task's role", async (context) => {
  const { stub, task, id, url } = await runningTask(context);
  stub.answers.set("UpdateTaskProtection", ({ protectionEnabled }) => ({
    protectedTasks: [{ taskArn: task, protectionEnabled, expirationDate: 1_800_000_000 }],
  }));
  const state = url(`/api/${id}/task-protection/v1/state`);
  const put = (body: string) => fetch(state, { method: "PUT", body });
  const answer = await put('{"ProtectionEnabled":true,"ExpiresInMinutes":60}');
  assert.deepEqual(await json(answer), {
    protection: { TaskArn: task, ProtectionEnabled: true, ExpirationDate: "2027-01-15T08:00:00.000Z" },
  });
  const call = stub.calls.entries.find(({ operation }) => operation === "UpdateTaskProtection");
  assert.equal(call?.accessKeyId, taskRole.accessKeyId);
  assert.deepEqual(call?.input, {
    cluster: "demo",
    tasks: [task],
    protectionEnabled: true,
    expiresInMinutes: 60,
  });

  stub.refusals.set("GetTaskProtection", { status: 400, code: "AccessDeniedException", message: "no" });
  const denied = await fetch(state);
  assert.equal(denied.status, 400);
  assert.deepEqual(await json(denied), {
    error: { Arn: task, Code: "AccessDeniedException", Message: "no" },
  });
  for (const bad of [
    "",
    "[]",
    '{"ProtectionEnabled":"yes"}',
    '{"ProtectionEnabled":true,"Other":1}',
    "x".repeat(20_000),
  ])
    assert.ok((await put(bad)).status >= 400);
  assert.deepEqual(stub.faults, []);
  assert.notEqual(instanceCredentials.accessKeyId, taskRole.accessKeyId);
});

test("60 requests at once, then 40 a second", async (context) => {
  const world = createManualWorld(realWorld);
  const endpoint = createTaskEndpoint({ port: 0, world, logger: () => {} });
  await endpoint.ready;
  context.after(endpoint.close);
  const statuses = async (count: number) => {
    const all: number[] = [];
    for (let index = 0; index < count; index += 1)
      all.push((await fetch(`http://127.0.0.1:${endpoint.port()}/v2/credentials/x`)).status);
    return all;
  };
  assert.deepEqual(new Set(await statuses(60)), new Set([400]));
  assert.deepEqual(await statuses(2), [429, 429]);
  world.advance(50);
  assert.deepEqual(await statuses(3), [400, 400, 429]);
});

test("a taken port is said in the log, and tried again", async (context) => {
  const world = createManualWorld(realWorld);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const log: string[] = [];
  const endpoint = createTaskEndpoint({ port, world, logger: (line) => void log.push(line) });
  context.after(endpoint.close);
  await endpoint.ready;
  assert.equal(endpoint.port(), undefined);
  assert.match(log[0] ?? "", /the port is taken; containers get neither role credentials nor metadata/);
  await new Promise((resolve) => other.close(resolve));
  world.advance(30_000);
  while (endpoint.port() === undefined) await new Promise(setImmediate);
  assert.equal(endpoint.port(), port);
});
