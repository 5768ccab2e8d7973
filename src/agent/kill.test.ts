import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { label } from "./tasks/labels.ts";
import { dockerHost, dockerUnavailable, makeTestImage, removeLabelled } from "./testing/docker.ts";
import { instanceCredentials } from "./testing/scene.ts";
import { type StubControlPlane, sendTask, startStubControlPlane } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

const program = fileURLToPath(new URL("testing/agent-process.ts", import.meta.url));

const start = (stub: StubControlPlane, dataDirectory: string): ChildProcess =>
  spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    stdio: "ignore",
    env: {
      PATH: process.env["PATH"],
      ECS_CLUSTER: "demo",
      ECS_EXTERNAL: "true",
      ECS_BACKEND_HOST: stub.url,
      ECS_DATADIR: dataDirectory,
      DOCKER_HOST: dockerHost,
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ACCESS_KEY_ID: instanceCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: instanceCredentials.secretAccessKey,
      AWS_SESSION_TOKEN: instanceCredentials.sessionToken,
    },
  });

const kill = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });

/** What the agent is about when it is killed: the moments differ in what is in Docker, on disk and acknowledged. */
const moments = [
  ["a payload has been sent", async () => {}],
  [
    "a payload has been acknowledged",
    (stub: StubControlPlane, messageId: string) =>
      stub.acs.find(({ type, message }) => type === "AckRequest" && message["messageId"] === messageId),
  ],
  [
    "a task has been reported as running",
    (stub: StubControlPlane, _messageId: string, task: string) => stub.reported(task, "RUNNING"),
  ],
] as const;

test("killed with -9 at any moment, it goes on: each task runs once, none is lost", {
  skip: await dockerUnavailable(),
}, async (context) => {
  const image = await makeTestImage();
  context.after(image.remove);
  const dataDirectory = await mkdtemp(join(tmpdir(), "portreeve-kill-"));
  const stub = await startStubControlPlane([instanceCredentials]);
  let child = start(stub, dataDirectory);
  context.after(async () => {
    await kill(child);
    await stub.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  const connections = () => stub.connections.entries.filter(({ kind }) => kind === "acs").length;
  const connected = (count: number) =>
    stub.connections.until(() => connections() === count, `connection ${count}`);
  await connected(1);
  const arn =
    stub.connections.entries.find(({ kind }) => kind === "acs")?.query.get("containerInstanceArn") ?? "";
  context.after(() => removeLabelled(image.engine, label.containerInstance, arn));
  const command = ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done"];
  const payload = (task: string) => payloadTask(task, { image: image.tag, command, memory: 16, cpu: 16 });

  const tasks: string[] = [];
  for (const [name, reached] of moments) {
    const task = newTaskArn();
    tasks.push(task);
    const messageId = sendTask(stub, arn, payload(task));
    await reached(stub, messageId, task);
    await kill(child);
    const before = connections();
    child = start(stub, dataDirectory);
    await connected(before + 1);
    // As a control plane does with what may not have been acknowledged.
    sendTask(stub, arn, payload(task));
    await stub.reported(task, "RUNNING");
    const filters = encodeURIComponent(JSON.stringify({ label: [`${label.containerInstance}=${arn}`] }));
    const containers = await image.engine.call<
      readonly { readonly State: string; readonly Labels: Readonly<Record<string, string>> }[]
    >("GET", `/containers/json?all=true&filters=${filters}`);
    assert.deepEqual(
      containers.map(({ State, Labels }) => [Labels[label.taskArn], State]).toSorted(),
      tasks.map((one) => [one, "running"]).toSorted(),
      `killed when ${name}`,
    );
  }
  for (const { kind, query } of stub.connections.entries)
    assert.equal(query.get(kind === "acs" ? "containerInstanceArn" : "containerInstance"), arn);
  for (const task of tasks) {
    sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
    await stub.reported(task, "STOPPED");
    assert.ok(
      stub.reports(task).every(({ status }, index, all) => status === "RUNNING" || index === all.length - 1),
    );
  }
  assert.deepEqual(stub.faults, []);
});
