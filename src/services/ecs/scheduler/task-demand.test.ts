import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerDefinition, NetworkMode, TaskOverride } from "@aws-sdk/client-ecs";
import { type TaskDemand, taskDemand } from "./task-demand.ts";
import { cpuUnits, memoryMib } from "./task-size.ts";

const none: TaskDemand = { cpu: 0, memory: 0, tcpPorts: [], udpPorts: [], gpus: 0 };

type Row = readonly [
  name: string,
  definition: {
    cpu?: string;
    memory?: string;
    networkMode?: NetworkMode;
    containerDefinitions: ContainerDefinition[];
  },
  overrides: TaskOverride,
  expected: Partial<TaskDemand>,
];

// As the agent accounts before it starts a task; section 6 of the agent's protocol.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
const rows: readonly Row[] = [
  [
    "sums over containers",
    {
      containerDefinitions: [
        { name: "a", cpu: 10, memory: 100 },
        { name: "b", cpu: 5, memory: 50 },
      ],
    },
    {},
    { cpu: 15, memory: 150 },
  ],
  [
    "a container's reservation rather than its limit",
    { containerDefinitions: [{ name: "a", memory: 100, memoryReservation: 40 }] },
    {},
    { memory: 40 },
  ],
  [
    "the task's size rather than its containers'",
    { cpu: "512", memory: "1024", containerDefinitions: [{ name: "a", cpu: 10, memory: 100 }] },
    {},
    { cpu: 512, memory: 1024 },
  ],
  [
    "overrides of the task",
    { cpu: "512", memory: "1024", containerDefinitions: [{ name: "a" }] },
    { cpu: ".25 vCPU", memory: "2 GB" },
    { cpu: 256, memory: 2048 },
  ],
  [
    "overrides of a container",
    { containerDefinitions: [{ name: "a", cpu: 10, memory: 100, memoryReservation: 50 }] },
    { containerOverrides: [{ name: "a", cpu: 20, memoryReservation: 60 }] },
    { cpu: 20, memory: 60 },
  ],
  [
    "fixed ports of a bridge",
    {
      networkMode: "bridge",
      containerDefinitions: [
        {
          name: "a",
          portMappings: [
            { containerPort: 80, hostPort: 8080 },
            { containerPort: 81, hostPort: 0 },
            { containerPort: 82 },
            { containerPort: 53, hostPort: 53, protocol: "udp" },
            { containerPortRange: "9000-9001" },
          ],
        },
      ],
    },
    {},
    { tcpPorts: [8080], udpPorts: [53] },
  ],
  [
    "all ports of the host's network",
    {
      networkMode: "host",
      containerDefinitions: [
        { name: "a", portMappings: [{ containerPort: 80 }, { containerPortRange: "9000-9001" }] },
      ],
    },
    {},
    { tcpPorts: [80, 9000, 9001] },
  ],
  [
    "no ports of a task with its own network",
    {
      networkMode: "awsvpc",
      containerDefinitions: [{ name: "a", portMappings: [{ containerPort: 80, hostPort: 80 }] }],
    },
    {},
    {},
  ],
  [
    "GPUs",
    { containerDefinitions: [{ name: "a", resourceRequirements: [{ type: "GPU", value: "2" }] }] },
    {},
    { gpus: 2 },
  ],
];

describe("a task's demand counts", () => {
  for (const [name, definition, overrides, expected] of rows) {
    it(name, () => {
      assert.deepEqual(taskDemand(definition, overrides), { ...none, ...expected });
    });
  }
});

describe("a task's size", () => {
  for (const [text, units] of [
    ["256", 256],
    ["1 vCPU", 1024],
    [".5 vcpu", 512],
    ["0.25vCPU", 256],
  ] as const) {
    it(`${text} is ${units} CPU units`, () => assert.equal(cpuUnits(text), units));
  }
  for (const [text, mib] of [
    ["512", 512],
    ["1GB", 1024],
    ["0.5 gb", 512],
  ] as const) {
    it(`${text} is ${mib} MiB`, () => assert.equal(memoryMib(text), mib));
  }
  it("is refused when it is none", () => {
    assert.throws(() => cpuUnits("many"), /Invalid 'cpu' setting for task/);
    assert.throws(() => memoryMib("1 TB"), /Invalid 'memory' setting for task/);
  });
});
