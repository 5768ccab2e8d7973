import assert from "node:assert/strict";
import { test } from "node:test";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { type BodySettings, containerBody } from "./container-body.ts";
import { readPayloadTask } from "./read-payload-task.ts";
import { createTaskRecord } from "./task-record.ts";

const settings: BodySettings = {
  cluster: "demo",
  containerInstanceArn: "arn:instance",
  region: "us-west-2",
  rangePorts: new Map([["8000-8002/tcp", 40_000]]),
  secrets: {},
};
const image = { id: "sha256:1", digest: undefined, environment: ["PATH=/bin"] };

const body = (container: object, task: object = {}, changes: Partial<BodySettings> = {}, facts = image) => {
  const definition = readPayloadTask(payloadTask(newTaskArn(), container, task));
  const roles = {
    TaskApplication: { credentialsId: "app-id", roleArn: "r" },
    TaskExecution: { credentialsId: "exec-id", roleArn: "r" },
  };
  const record = createTaskRecord(definition, "RUNNING", roles, () => "endpoint-id");
  record.volumes["data"] = "ecs-web-3-data-1";
  const [first] = definition.containers;
  const [firstRecord] = record.containers;
  assert.ok(first && firstRecord);
  return containerBody(record, first, firstRecord, facts, { ...settings, ...changes });
};
const host = (...parameters: Parameters<typeof body>) => body(...parameters).HostConfig;

test("labels, environment and limits", () => {
  const made = body({ command: ["run"], entryPoint: ["sh"] });
  assert.deepEqual(made["Cmd"], ["run"]);
  assert.deepEqual(made["Entrypoint"], ["sh"]);
  assert.equal(made.Labels["com.amazonaws.ecs.cluster"], "demo");
  assert.equal(made.Labels["com.amazonaws.ecs.task-definition-version"], "3");
  assert.deepEqual(made["Env"], [
    "COLOR=blue",
    "ECS_CONTAINER_METADATA_URI=http://169.254.170.2/v3/endpoint-id",
    "ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/endpoint-id",
    "ECS_AGENT_URI=http://169.254.170.2/api/endpoint-id",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/app-id",
    "AWS_REGION=us-west-2",
    "AWS_DEFAULT_REGION=us-west-2",
  ]);
  assert.equal(made.HostConfig["Memory"], 64 * 1024 * 1024);
  assert.equal(made.HostConfig["CpuShares"], 128);
});

test("the region of the definition or the image is left alone", () => {
  const names = (made: ReturnType<typeof body>) =>
    (made["Env"] as readonly string[]).filter((one) => one.includes("REGION"));
  assert.deepEqual(names(body({ environment: { AWS_REGION: "x" } })), ["AWS_REGION=x"]);
  assert.deepEqual(names(body({}, {}, {}, { ...image, environment: ["AWS_DEFAULT_REGION=x"] })), []);
});

test("secrets become variables", () => {
  const made = body(
    { secrets: [{ name: "PASSWORD", valueFrom: "p", provider: "ssm" }] },
    {},
    { secrets: { PASSWORD: "s" } },
  );
  assert.ok((made["Env"] as readonly string[]).includes("PASSWORD=s"));
});

const hostConfigs = [
  ["no shares", { cpu: 0 }, {}, { CpuShares: 2 }],
  ["too little memory", { memory: 4 }, {}, { Memory: 6 * 1024 * 1024 }],
  ["the task's memory", { memory: 0 }, { memory: 512 }, { Memory: 512 * 1024 * 1024 }],
  [
    "a fixed and a dynamic port",
    {
      portMappings: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 53, protocol: "udp" },
      ],
    },
    {},
    { PortBindings: { "80/tcp": [{ HostPort: "8080" }], "53/udp": [{ HostPort: "0" }] } },
  ],
  [
    "a port range",
    { portMappings: [{ containerPortRange: "8000-8002" }] },
    {},
    {
      PortBindings: {
        "8000/tcp": [{ HostPort: "40000" }],
        "8001/tcp": [{ HostPort: "40001" }],
        "8002/tcp": [{ HostPort: "40002" }],
      },
    },
  ],
  [
    "no ports in host mode",
    {
      portMappings: [{ containerPort: 80, hostPort: 80 }],
      dockerConfig: { hostConfig: { NetworkMode: "host" } },
    },
    {},
    { PortBindings: {}, NetworkMode: "host" },
  ],
  ["the task's host mode", { dockerConfig: {} }, { networkMode: "host" }, { NetworkMode: "host" }],
  [
    "mounts",
    { mountPoints: [{ sourceVolume: "data", containerPath: "/d", readOnly: true }] },
    {},
    { Binds: ["ecs-web-3-data-1:/d:ro"] },
  ],
  [
    "an overlay",
    { dockerConfig: { hostConfig: { Privileged: true, CpuShares: 7 } } },
    {},
    { Privileged: true, CpuShares: 7 },
  ],
  [
    "the host's process namespace",
    {},
    { pidMode: "host", ipcMode: "none" },
    { PidMode: "host", IpcMode: "none" },
  ],
  [
    "logs by the execution role",
    {
      logsAuthStrategy: "ExecutionRole",
      dockerConfig: { hostConfig: { LogConfig: { Type: "awslogs", Config: { a: "b" } } } },
    },
    {},
    {
      LogConfig: {
        Type: "awslogs",
        Config: { a: "b", "awslogs-credentials-endpoint": "/v2/credentials/exec-id" },
      },
    },
  ],
] as const;
for (const [name, container, task, wanted] of hostConfigs)
  test(`host configuration: ${name}`, () => {
    const made = host(container, task);
    assert.deepEqual({ ...made, ...wanted }, made);
  });

test("the configuration's overlay cannot take the agent's labels away", () => {
  const config = {
    Labels: { "com.amazonaws.ecs.cluster": "other", team: "x" },
    User: "1000",
    Healthcheck: { Test: ["NONE"] },
  };
  const made = body({ dockerConfig: { config: JSON.stringify(config) } });
  assert.equal(made.Labels["com.amazonaws.ecs.cluster"], "demo");
  assert.equal(made.Labels["team"], "x");
  assert.equal(made["User"], "1000");
  assert.deepEqual(made["Healthcheck"], { Test: ["NONE"] });
});

test("a mount of a volume that the task does not have is an error", () => {
  assert.throws(() => host({ mountPoints: [{ sourceVolume: "none", containerPath: "/d" }] }), {
    name: "HostConfigError",
  });
});
