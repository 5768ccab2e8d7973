import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentSettingsError, agentSettingsFromEnvironment } from "./environment.ts";
import { environmentFromUserData } from "./user-data.ts";

const least = { ECS_BACKEND_HOST: "http://127.0.0.1:4566" };

test("the defaults are those of Amazon's agent, but for the image pull behaviour", () => {
  assert.deepEqual(agentSettingsFromEnvironment(least), {
    cluster: "",
    endpoint: "http://127.0.0.1:4566",
    metadataServiceEndpoint: "http://169.254.169.254",
    dockerHost: "unix:///var/run/docker.sock",
    instanceAttributes: {},
    instanceTags: {},
    imagePullBehavior: "prefer-cached",
    stopTimeout: 30,
    reservedMemory: 0,
    reservedPorts: [22, 2375, 2376, 51_678, 51_679],
    reservedPortsUdp: [],
    taskRoleEnabled: true,
    metricsDisabled: false,
    taskCleanupWait: 10_800,
  });
});

const readings = [
  [{ ECS_BACKEND_HOST: "ecs.example" }, { endpoint: "https://ecs.example" }],
  [{ ECS_BACKEND_HOST: undefined, AWS_ENDPOINT_URL: "http://e:1" }, { endpoint: "http://e:1" }],
  [{ ECS_CONTAINER_STOP_TIMEOUT: "1m30s" }, { stopTimeout: 90 }],
  [{ ECS_CONTAINER_STOP_TIMEOUT: "10ms" }, { stopTimeout: 1 }],
  [{ ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION: "2h" }, { taskCleanupWait: 7200 }],
  [{ ECS_INSTANCE_ATTRIBUTES: '{"stack":"blue"}' }, { instanceAttributes: { stack: "blue" } }],
  [{ ECS_RESERVED_PORTS: "[1,2]" }, { reservedPorts: [1, 2] }],
  [{ ECS_DISABLE_METRICS: "true" }, { metricsDisabled: true }],
  [{ ECS_IMAGE_PULL_BEHAVIOR: "always" }, { imagePullBehavior: "always" }],
  [
    { AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "S", AWS_REGION: "eu-west-1" },
    { credentials: { accessKeyId: "A", secretAccessKey: "S" }, region: "eu-west-1" },
  ],
] as const;
for (const [environment, wanted] of readings)
  test(`reads ${JSON.stringify(environment)}`, () => {
    const read = agentSettingsFromEnvironment({ ...least, ...environment });
    assert.deepEqual({ ...read, ...wanted }, read);
  });

const mistakes = [
  [{ ECS_BACKEND_HOST: "" }, /ECS_BACKEND_HOST/],
  [{ ECS_EXTERNAL: "true" }, /AWS_DEFAULT_REGION/],
  [{ ECS_EXTERNAL: "true", AWS_DEFAULT_REGION: "x" }, /AWS_ACCESS_KEY_ID/],
  [{ ECS_CONTAINER_STOP_TIMEOUT: "soon" }, /ECS_CONTAINER_STOP_TIMEOUT/],
  [{ ECS_INSTANCE_ATTRIBUTES: "[1]" }, /ECS_INSTANCE_ATTRIBUTES/],
  [{ ECS_RESERVED_PORTS: "22" }, /ECS_RESERVED_PORTS/],
  [{ ECS_RESERVED_MEMORY: "-1" }, /ECS_RESERVED_MEMORY/],
  [{ ECS_IMAGE_PULL_BEHAVIOR: "never" }, /ECS_IMAGE_PULL_BEHAVIOR/],
] as const;
for (const [environment, message] of mistakes)
  test(`refuses ${JSON.stringify(environment)}`, () => {
    assert.throws(
      () => agentSettingsFromEnvironment({ ...least, ...environment }),
      (error) => error instanceof AgentSettingsError && message.test(error.message),
    );
  });

const userData = [
  ["", {}],
  ["ECS_CLUSTER=demo\nECS_LOGLEVEL=debug", { ECS_CLUSTER: "demo", ECS_LOGLEVEL: "debug" }],
  ['#!/bin/bash\necho "ECS_CLUSTER=demo" >> /etc/ecs/ecs.config', { ECS_CLUSTER: "demo" }],
  ["#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config;echo ok", { ECS_CLUSTER: "demo" }],
  [
    '#!/bin/bash\ncat <<\'EOF\' >> /etc/ecs/ecs.config\nECS_CLUSTER=demo\nECS_INSTANCE_ATTRIBUTES={"stack":"blue"}\nEOF',
    { ECS_CLUSTER: "demo", ECS_INSTANCE_ATTRIBUTES: '{"stack":"blue"}' },
  ],
  ["export ECS_CLUSTER='my cluster'\r\n", { ECS_CLUSTER: "my cluster" }],
  ['{"ECSAgentConfiguration":{"Cluster":"demo"}}', { ECS_CLUSTER: "demo" }],
  ["null", {}],
  ["PATH=/bin\nECS_CLUSTER_NAME_HINT", {}],
] as const;
for (const [text, wanted] of userData)
  test(`user data ${JSON.stringify(text)}`, () => assert.deepEqual(environmentFromUserData(text), wanted));
