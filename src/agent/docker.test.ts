import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { after, before, describe, type TestContext, test } from "node:test";
import { label } from "./tasks/labels.ts";
import {
  dockerHost,
  dockerUnavailable,
  makeTestImage,
  removeLabelled,
  type TestImage,
  textOfLogs,
} from "./testing/docker.ts";
import { type Scene, setScene } from "./testing/scene.ts";
import { sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

const unavailable = await dockerUnavailable();
let image: TestImage;

before(async () => {
  if (unavailable === false) image = await makeTestImage();
});
after(() => image?.remove());

/** A scene with an agent on Docker whose containers are removed afterwards. */
const stage = async (context: TestContext): Promise<Scene & { readonly arn: string }> => {
  const scene = await setScene(context);
  const { arn } = await scene.join({ containers: "docker", dockerHost });
  context.after(() => removeLabelled(image.engine, label.containerInstance, arn));
  return { ...scene, arn };
};

/** The HTTP status at `url`, as soon as the server in the container listens. */
const statusOf = async (url: string): Promise<number> => {
  const until = Date.now() + 60_000;
  for (;;)
    try {
      return (await fetch(url, { method: "HEAD" })).status;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
};

type Change = {
  readonly containerName: string;
  readonly status: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly runtimeId?: string;
  readonly networkBindings?: readonly { readonly hostPort: number }[];
};
const changes = (report: Readonly<Record<string, unknown>>) =>
  (report["containers"] ?? []) as readonly Change[];

describe("on Docker", { skip: unavailable, concurrency: 4 }, () => {
  test("runs a task on Docker, reports its port, and stops it with its SIGTERM handler's exit code", async (context) => {
    const { stub, arn } = await stage(context);
    const task = newTaskArn();
    sendTask(
      stub,
      arn,
      payloadTask(task, {
        image: image.tag,
        entryPoint: ["sh", "-c"],
        command: ["trap 'exit 7' TERM; httpd -p 8080 -h /bin; while true; do sleep 0.1; done"],
        portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
      }),
    );
    const [running] = changes(await stub.reported(task, "RUNNING"));
    assert.equal(running?.status, "RUNNING");
    assert.match(running?.runtimeId ?? "", /^[0-9a-f]{64}$/);
    const [binding] = running?.networkBindings ?? [];
    assert.equal(await statusOf(`http://127.0.0.1:${binding?.hostPort}/busybox`), 200);
    sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
    const [stopped] = changes(await stub.reported(task, "STOPPED"));
    assert.equal(stopped?.exitCode, 7);
    assert.deepEqual(stub.faults, []);
  });

  const failures = [
    {
      name: "a process that exits by itself",
      container: () => ({ image: image.tag, command: ["sh", "-c", "exit 3"] }),
      exitCode: 3,
      reason: undefined,
    },
    {
      name: "a process that runs out of memory",
      container: () => ({
        image: image.tag,
        memory: 8,
        command: ["sh", "-c", "x=a; while true; do x=$x$x$x$x; done"],
        dockerConfig: { hostConfig: JSON.stringify({ MemorySwap: 8 * 1024 * 1024 }) },
      }),
      exitCode: 137,
      reason: /^OutOfMemoryError: Container killed due to memory usage$/,
    },
    {
      name: "a command that does not exist",
      container: () => ({ image: image.tag, command: ["/no/such/command"] }),
      exitCode: undefined,
      reason: /^CannotStartContainerError: Error response from daemon: .*no such file or directory/s,
    },
    {
      name: "an image that no registry has",
      container: () => ({ image: "portreeve.invalid/no-such-image:1" }),
      exitCode: undefined,
      reason: /^CannotPullContainerError: Error response from daemon: /,
    },
    {
      name: "what this agent cannot do",
      container: () => ({ image: image.tag, environmentFiles: [{ value: "arn:aws:s3:::b/k", type: "s3" }] }),
      exitCode: undefined,
      reason: /^ResourceInitializationError: this agent does not support environmentFiles$/,
    },
    {
      name: "a bad host configuration",
      container: () => ({
        image: image.tag,
        dockerConfig: { hostConfig: '{"CapAdd":["NO_SUCH_CAPABILITY"]}' },
      }),
      exitCode: undefined,
      reason: /^Cannot(Create|Start)ContainerError: Error response from daemon: .*NO_SUCH_CAPABILITY/s,
    },
  ] as const;

  for (const { name, container, exitCode, reason } of failures)
    test(`reports ${name}`, async (context) => {
      const { stub, arn } = await stage(context);
      const task = newTaskArn();
      sendTask(stub, arn, payloadTask(task, container()));
      const report = await stub.reported(task, "STOPPED");
      const [stopped] = changes(report);
      assert.equal(stopped?.status, "STOPPED");
      assert.equal(stopped?.exitCode, exitCode);
      if (reason === undefined) assert.equal(stopped?.reason, undefined);
      else assert.match(stopped?.reason ?? "", reason);
      assert.equal(report["reason"], "");
    });

  test("kills what ignores SIGTERM after its stopTimeout", async (context) => {
    const { stub, arn } = await stage(context);
    const task = newTaskArn();
    const command = ["sh", "-c", "trap '' TERM; while true; do sleep 1; done"];
    sendTask(stub, arn, payloadTask(task, { image: image.tag, command, stopTimeout: 1 }));
    await stub.reported(task, "RUNNING");
    sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
    const [stopped] = changes(await stub.reported(task, "STOPPED"));
    assert.equal(stopped?.exitCode, 137);
    assert.equal(stopped?.reason, undefined);
  });

  test("a taken host port is the container's reason", async (context) => {
    const { stub, arn } = await stage(context);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "0.0.0.0", resolve));
    context.after(() => new Promise((resolve) => taken.close(resolve)));
    const { port } = taken.address() as AddressInfo;
    const task = newTaskArn();
    const portMappings = [{ containerPort: 8080, hostPort: port }];
    sendTask(stub, arn, payloadTask(task, { image: image.tag, command: ["sleep", "60"], portMappings }));
    const [stopped] = changes(await stub.reported(task, "STOPPED"));
    assert.match(stopped?.reason ?? "", /^CannotStartContainerError: .*address already in use/s);
  });

  test("init container, volumes, links, health check and environment", async (context) => {
    const { stub, arn } = await stage(context);
    const task = newTaskArn();
    const container = (name: string, script: string, more: object = {}) => ({
      name,
      image: image.tag,
      essential: false,
      memory: 32,
      stopTimeout: 1,
      command: ["sh", "-c", script],
      environment: { COLOR: "blue" },
      ...more,
    });
    const mountPoints = [{ sourceVolume: "shared", containerPath: "/shared" }];
    const check = {
      Test: ["CMD-SHELL", "test -f /shared/ready"],
      Interval: 1e8,
      Retries: 3,
      StartPeriod: 1e9,
    };
    sendTask(
      stub,
      arn,
      payloadTask(
        task,
        {},
        {
          volumes: [{ name: "shared", type: "host", host: {} }],
          containers: [
            container("init", "env > /shared/env", { mountPoints }),
            container("db", "touch /shared/ready; sleep 60", {
              essential: true,
              mountPoints,
              healthCheckType: "docker",
              dockerConfig: { config: JSON.stringify({ Healthcheck: check, Labels: { team: "harbour" } }) },
              dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
            }),
            container("app", "cat /shared/env /etc/hosts", {
              volumesFrom: [{ sourceContainer: "db" }],
              links: ["db"],
              dependsOn: [{ containerName: "db", condition: "HEALTHY" }],
            }),
            container("last", "sleep 60", {
              dependsOn: [{ containerName: "app", condition: "COMPLETE" }],
            }),
          ],
        },
      ),
    );
    const all = changes(await stub.reported(task, "RUNNING"));
    assert.deepEqual(
      all.map(({ containerName, status, exitCode }) => [containerName, status, exitCode]),
      [
        ["init", "RUNNING", undefined],
        ["init", "STOPPED", 0],
        ["db", "RUNNING", undefined],
        ["app", "RUNNING", undefined],
        ["app", "STOPPED", 0],
        ["last", "RUNNING", undefined],
      ],
    );
    const logs = await image.engine.call<Buffer>("GET", `/containers/${all[4]?.runtimeId}/logs?stdout=true`);
    const environment = textOfLogs(logs);
    assert.match(environment, /^COLOR=blue$/m);
    assert.match(environment, /^FROM_IMAGE=yes$/m);
    assert.match(environment, /^AWS_REGION=us-west-2$/m);
    assert.match(
      environment,
      /^ECS_CONTAINER_METADATA_URI_V4=http:\/\/169\.254\.170\.2\/v4\/[0-9a-f-]{36}$/m,
    );
    assert.match(environment, /\sdb(\s|$)/m);
    const db = await image.engine.call<{
      readonly Config: { readonly Labels: Readonly<Record<string, string>> };
    }>("GET", `/containers/${all[2]?.runtimeId}/json`);
    assert.equal(db.Config.Labels["team"], "harbour");
    assert.equal(db.Config.Labels["com.amazonaws.ecs.container-name"], "db");
    const health = await stub.tcs.find(
      ({ type, message }) => type === "PublishHealthRequest" && JSON.stringify(message).includes('"HEALTHY"'),
    );
    const [healthy] = health.message["tasks"] as readonly { readonly containers: readonly object[] }[];
    assert.equal(healthy?.containers.length, 1);

    sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
    const stopped = changes(await stub.reported(task, "STOPPED"));
    assert.deepEqual(stopped.map(({ containerName }) => containerName).sort(), ["db", "last"]);
    assert.deepEqual(stub.faults, []);
  });

  test("host network: no bindings, the host's name and ports", async (context) => {
    const { stub, arn } = await stage(context);
    const task = newTaskArn();
    sendTask(
      stub,
      arn,
      payloadTask(
        task,
        {
          image: image.tag,
          command: ["sleep", "60"],
          portMappings: [{ containerPort: 45_999, hostPort: 45_999 }],
          dockerConfig: { hostConfig: '{"NetworkMode":"host"}' },
        },
        { networkMode: "host" },
      ),
    );
    const [running] = changes(await stub.reported(task, "RUNNING"));
    assert.equal(running?.networkBindings, undefined);
    const { HostConfig } = await image.engine.call<{ readonly HostConfig: { readonly NetworkMode: string } }>(
      "GET",
      `/containers/${running?.runtimeId}/json`,
    );
    assert.equal(HostConfig.NetworkMode, "host");
  });

  test("after a restart it reports what ended meanwhile before it connects, and leaves the rest running", async (context) => {
    const scene = await setScene(context);
    const { stub } = scene;
    const settings = { containers: "docker", dockerHost } as const;
    const { agent, arn } = await scene.join(settings);
    context.after(() => removeLabelled(image.engine, label.containerInstance, arn));
    const [stays, ends] = [newTaskArn(), newTaskArn()];
    for (const task of [stays, ends])
      sendTask(
        stub,
        arn,
        payloadTask(task, {
          image: image.tag,
          command: ["sh", "-c", "trap 'exit 5' TERM; while true; do sleep 0.1; done"],
        }),
      );
    const [staying] = changes(await stub.reported(stays, "RUNNING"));
    const [ending] = changes(await stub.reported(ends, "RUNNING"));
    // Why: once it has answered, it has seen the answers to its reports as well.
    stub.send("HeartbeatMessage", { healthy: true, messageId: "alive" });
    await stub.acs.find(({ type }) => type === "HeartbeatAckRequest");
    await agent.stop();
    await image.engine.call("POST", `/containers/${ending?.runtimeId}/stop?t=5`);
    // A container that an agent made just before it was killed, of a task that it had not saved.
    const stray = await image.engine.call<{ readonly Id: string }>("POST", "/containers/create", {
      Image: image.tag,
      Cmd: ["sleep", "60"],
      Labels: { [label.containerInstance]: arn, [label.taskArn]: newTaskArn() },
    });
    const before = stub.calls.entries.length;
    const again = await scene.join(settings);
    assert.equal(again.arn, arn);
    const [stopped] = changes(await stub.reported(ends, "STOPPED"));
    assert.equal(stopped?.exitCode, 5);
    const operations = stub.calls.entries.slice(before).map(({ operation }) => operation);
    assert.equal(operations[0], "RegisterContainerInstance");
    assert.ok(operations.includes("SubmitTaskStateChange"));
    assert.equal(stub.reports(stays).length, 1);
    await assert.rejects(image.engine.call("GET", `/containers/${stray.Id}/json`), { status: 404 });
    sendTask(stub, arn, { arn: stays, desiredStatus: "STOPPED" });
    const [end] = changes(await stub.reported(stays, "STOPPED"));
    assert.equal(end?.runtimeId, staying?.runtimeId);
    assert.equal(end?.exitCode, 5);
  });
});
