import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { dockerConfig } from "./docker-config.ts";
import { hostConfig } from "./host-config.ts";

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
