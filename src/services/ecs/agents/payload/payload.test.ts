import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskOverride } from "@aws-sdk/client-ecs";
import { APP, openTestPlane, tasksOf } from "../testing/test-plane.ts";
import { dockerConfig } from "./docker-config.ts";
import { environment } from "./environment.ts";
import { hostConfig } from "./host-config.ts";
import { logConfig } from "./log-configuration.ts";
import { payloadPortMappings } from "./port-mappings.ts";
import { registryAuthentication } from "./registry-authentication.ts";
import { secrets } from "./secrets.ts";
import { payloadVolume } from "./volumes.ts";

const MIB = 1024 * 1024;
const SECOND = 1_000_000_000;

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html on the left,
// https://docs.docker.com/reference/api/engine/version/v1.41/ on the right.
const hostRows: readonly [string, ContainerDefinition, Record<string, unknown>][] = [
  ["nothing", {}, {}],
  ["privileged", { privileged: true }, { Privileged: true }],
  ["readonlyRootFilesystem", { readonlyRootFilesystem: true }, { ReadonlyRootfs: true }],
  ["memoryReservation", { memoryReservation: 64 }, { MemoryReservation: 64 * MIB }],
  ["dnsServers", { dnsServers: ["1.1.1.1"] }, { Dns: ["1.1.1.1"] }],
  ["dnsSearchDomains", { dnsSearchDomains: ["x"] }, { DnsSearch: ["x"] }],
  ["extraHosts", { extraHosts: [{ hostname: "h", ipAddress: "10.0.0.1" }] }, { ExtraHosts: ["h:10.0.0.1"] }],
  [
    "dockerSecurityOptions",
    { dockerSecurityOptions: ["no-new-privileges"] },
    { SecurityOpt: ["no-new-privileges"] },
  ],
  [
    "ulimits",
    { ulimits: [{ name: "nofile", softLimit: 1, hardLimit: 2 }] },
    { Ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }] },
  ],
  [
    "systemControls",
    { systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }] },
    { Sysctls: { "net.core.somaxconn": "1024" } },
  ],
  [
    "capabilities",
    { linuxParameters: { capabilities: { add: ["NET_ADMIN"], drop: ["MKNOD"] } } },
    { CapAdd: ["NET_ADMIN"], CapDrop: ["MKNOD"] },
  ],
  [
    "devices",
    {
      linuxParameters: {
        devices: [
          { hostPath: "/dev/x", permissions: ["write", "read"] },
          { hostPath: "/dev/y", containerPath: "/dev/z" },
        ],
      },
    },
    {
      Devices: [
        { PathOnHost: "/dev/x", PathInContainer: "/dev/x", CgroupPermissions: "rw" },
        { PathOnHost: "/dev/y", PathInContainer: "/dev/z", CgroupPermissions: "rwm" },
      ],
    },
  ],
  ["initProcessEnabled", { linuxParameters: { initProcessEnabled: true } }, { Init: true }],
  ["sharedMemorySize", { linuxParameters: { sharedMemorySize: 64 } }, { ShmSize: 64 * MIB }],
  [
    "tmpfs",
    { linuxParameters: { tmpfs: [{ containerPath: "/t", size: 32, mountOptions: ["noexec"] }] } },
    { Tmpfs: { "/t": "size=32m,noexec" } },
  ],
  [
    "swap",
    { memory: 128, linuxParameters: { maxSwap: 64, swappiness: 10 } },
    { MemorySwap: 192 * MIB, MemorySwappiness: 10 },
  ],
];

describe("Docker's HostConfig takes", () => {
  for (const [name, container, expected] of hostRows) {
    it(name, () => {
      assert.deepEqual(hostConfig(container, undefined, undefined, undefined), {
        NetworkMode: "bridge",
        ...expected,
      });
    });
  }

  it("the network mode, but not awsvpc, which is the agent's own affair", () => {
    const modeOf = (...modes: Parameters<typeof hostConfig>) => hostConfig(...modes)["NetworkMode"];
    assert.equal(modeOf({}, undefined, "host", undefined), "host");
    assert.equal(modeOf({}, undefined, "none", undefined), "none");
    assert.equal(modeOf({}, undefined, "awsvpc", undefined), undefined);
    assert.equal(modeOf({ disableNetworking: true }, undefined, "bridge", undefined), "none");
  });

  it("the overridden reservation", () => {
    const made = hostConfig({ memoryReservation: 64 }, { memoryReservation: 32 }, undefined, undefined);
    assert.equal(made["MemoryReservation"], 32 * MIB);
  });
});

describe("Docker's Config takes", () => {
  it("what a container definition says of the container itself", () => {
    assert.deepEqual(
      dockerConfig({
        workingDirectory: "/w",
        user: "1000:1000",
        hostname: "h",
        dockerLabels: { a: "b" },
        pseudoTerminal: true,
        interactive: true,
      }),
      { WorkingDir: "/w", User: "1000:1000", Hostname: "h", Labels: { a: "b" }, Tty: true, OpenStdin: true },
    );
    assert.deepEqual(dockerConfig({}), {});
  });

  it("the health check in nanoseconds, with ECS's defaults", () => {
    const command = ["CMD-SHELL", "true"];
    assert.deepEqual(dockerConfig({ healthCheck: { command } })["Healthcheck"], {
      Test: command,
      Interval: 30 * SECOND,
      Timeout: 5 * SECOND,
      Retries: 3,
      StartPeriod: 0,
    });
    const own = { command, interval: 5, timeout: 2, retries: 1, startPeriod: 7 };
    assert.deepEqual(dockerConfig({ healthCheck: own })["Healthcheck"], {
      Test: command,
      Interval: 5 * SECOND,
      Timeout: 2 * SECOND,
      Retries: 1,
      StartPeriod: 7 * SECOND,
    });
  });
});

describe("a payload's parts", () => {
  it("the environment with overrides and where it runs", () => {
    const container = {
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    };
    assert.deepEqual(environment(container, { environment: [{ name: "B", value: "3" }] }, "EC2"), {
      AWS_EXECUTION_ENV: "AWS_ECS_EC2",
      A: "1",
      B: "3",
    });
    assert.equal(environment({}, undefined, "EXTERNAL")["AWS_EXECUTION_ENV"], "AWS_ECS_EXTERNAL");
  });

  it("an environment variable called __proto__ is one like any other", () => {
    const made = environment({ environment: [{ name: "__proto__", value: "x" }] }, undefined, "EC2");
    assert.equal(JSON.parse(JSON.stringify(made))["AWS_EXECUTION_ENV"], "AWS_ECS_EC2");
    assert.ok(Object.hasOwn(made, "__proto__"));
  });

  it("secrets with their keeper and region", () => {
    const manager = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-AbCdEf:key::";
    const made = secrets(
      {
        secrets: [
          { name: "A", valueFrom: manager },
          { name: "B", valueFrom: "/plain/name" },
          { name: "C", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/p" },
        ],
        logConfiguration: {
          logDriver: "splunk",
          secretOptions: [{ name: "splunk-token", valueFrom: manager }],
        },
      },
      "us-west-2",
    );
    assert.deepEqual(
      made.map(({ name, provider, target, region }) => [name, provider, target, region]),
      [
        ["A", "asm", "CONTAINER", "eu-west-1"],
        ["B", "ssm", "CONTAINER", "us-west-2"],
        ["C", "ssm", "CONTAINER", "us-east-1"],
        ["splunk-token", "asm", "LOG_DRIVER", "eu-west-1"],
      ],
    );
  });

  it("the final name of a log stream", () => {
    const options = { "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p" };
    const container: ContainerDefinition = {
      name: "app",
      logConfiguration: { logDriver: "awslogs", options },
    };
    assert.deepEqual(logConfig(container, { id: "1111", region: "us-west-2" }, "http://127.0.0.1:4566"), {
      Type: "awslogs",
      Config: {
        "awslogs-group": "g",
        "awslogs-region": "eu-west-1",
        "awslogs-stream": "p/app/1111",
        "awslogs-endpoint": "http://127.0.0.1:4566",
      },
    });
  });

  it("other log drivers as they are", () => {
    const container: ContainerDefinition = {
      logConfiguration: { logDriver: "json-file", options: { "max-size": "1m" } },
    };
    const task = { id: "1", region: "us-west-2" };
    assert.deepEqual(logConfig(container, task, "x"), { Type: "json-file", Config: { "max-size": "1m" } });
    assert.equal(logConfig({}, task, "x"), undefined);
  });

  it("the sign-in to a registry", () => {
    const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    assert.deepEqual(registryAuthentication({ image }, "us-west-2", true), {
      type: "ecr",
      ecrAuthData: {
        registryId: "123456789012",
        region: "eu-west-1",
        endpointOverride: "",
        useExecutionRole: true,
      },
    });
    const credentialsParameter = "arn:aws:secretsmanager:us-east-1:123456789012:secret:r";
    assert.deepEqual(
      registryAuthentication(
        { image: "x", repositoryCredentials: { credentialsParameter } },
        "us-west-2",
        false,
      ),
      { type: "asm", asmAuthData: { credentialsParameter, region: "us-east-1" } },
    );
    assert.equal(registryAuthentication({ image: "busybox" }, "us-west-2", true), undefined);
    assert.equal(
      registryAuthentication({ image: "evil.example/123456789012.dkr.ecr.x.amazonaws.com/a" }, "r", true),
      undefined,
    );
  });

  it("volumes by where they are kept", () => {
    assert.deepEqual(payloadVolume({ name: "v" }), { name: "v", type: "host", host: {} });
    assert.deepEqual(payloadVolume({ name: "v", host: { sourcePath: "/x" } }), {
      name: "v",
      type: "host",
      host: { sourcePath: "/x" },
    });
    assert.deepEqual(payloadVolume({ name: "v", dockerVolumeConfiguration: { driver: "local" } }), {
      name: "v",
      type: "docker",
      dockerVolumeConfiguration: { scope: "task", driver: "local" },
    });
    assert.equal(
      payloadVolume({ name: "v", efsVolumeConfiguration: { fileSystemId: "fs-1" } })["type"],
      "efs",
    );
  });

  it("port mappings of each network mode", () => {
    assert.deepEqual(payloadPortMappings([{ containerPort: 80 }], "bridge"), [
      { containerPort: 80, hostPort: 0, protocol: "tcp" },
    ]);
    assert.deepEqual(payloadPortMappings([{ containerPort: 80, protocol: "udp" }], "host"), [
      { containerPort: 80, hostPort: 80, protocol: "udp" },
    ]);
    assert.deepEqual(payloadPortMappings([{ containerPortRange: "80-90" }], "bridge"), [
      { containerPortRange: "80-90", protocol: "tcp" },
    ]);
  });
});

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
