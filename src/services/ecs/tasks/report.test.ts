import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type TaskReport, withReport } from "./report.ts";
import { withStopRequested } from "./stop-request.ts";
import type { TaskContainer, TaskRow } from "./table.ts";

const NOW = Date.UTC(2026, 10, 24, 12);

const container = (name: string, essential = true): TaskContainer => ({
  arn: `arn:aws:ecs:us-west-2:123456789012:container/demo/1/${name}`,
  name,
  lastStatus: "PENDING",
  networkBindings: [],
  networkInterfaces: [],
  healthStatus: "UNKNOWN",
  essential,
});

const pending: TaskRow = {
  arn: "arn:aws:ecs:us-west-2:123456789012:task/demo/1",
  id: "1",
  accountId: "123456789012",
  region: "us-west-2",
  clusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
  taskDefinitionArn: "arn:aws:ecs:us-west-2:123456789012:task-definition/web:1",
  family: "web",
  group: "family:web",
  launchType: "EC2",
  lastStatus: "PENDING",
  desiredStatus: "RUNNING",
  containers: [container("init", false), container("app")],
  overrides: {},
  attributes: [],
  attachments: [],
  enableExecuteCommand: false,
  createdAt: NOW - 1000,
  healthStatus: "UNKNOWN",
  tags: [],
  version: 1,
  delivered: true,
  reservation: { cpu: 0, memory: 0, tcpPorts: [], udpPorts: [], gpuIds: [] },
};

const all = (task: TaskRow, reports: readonly TaskReport[]): TaskRow =>
  reports.reduce((state, report) => withReport(state, report, NOW), task);

const binding = { bindIP: "0.0.0.0", containerPort: 80, hostPort: 32768, protocol: "tcp" } as const;

/** The reports of one task as section 7 of the protocol shows them, an init container among them. */
const life: readonly TaskReport[] = [
  {
    status: "PENDING",
    reason: "",
    containers: [{ containerName: "app", imageDigest: "sha256:ebbc", status: "PENDING" }],
  },
  {
    status: "RUNNING",
    reason: "",
    pullStartedAt: NOW - 500,
    pullStoppedAt: NOW - 400,
    containers: [
      { containerName: "init", runtimeId: "1", status: "RUNNING" },
      { containerName: "app", runtimeId: "2", status: "RUNNING", networkBindings: [binding] },
      { containerName: "init", runtimeId: "1", status: "STOPPED", exitCode: 0 },
    ],
  },
  {
    status: "STOPPED",
    reason: "",
    executionStoppedAt: NOW - 10,
    containers: [
      { containerName: "app", runtimeId: "2", status: "STOPPED", exitCode: 3, networkBindings: [binding] },
    ],
  },
];

describe("a report", () => {
  it("comes to the same task in any order, however often it is repeated", () => {
    const { version: _version, ...expected } = all(pending, life);
    assert.equal(expected.lastStatus, "STOPPED");
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.array(fc.nat(2), { maxLength: 6 }),
        (order, repetitions) => {
          const reports = [...order, ...repetitions].map((index) => life[index] ?? {});
          const { version: _, ...ended } = all(pending, reports);
          assert.deepEqual(ended, expected);
        },
      ),
    );
  });

  it("never moves a task backwards", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("PENDING", "RUNNING", "STOPPED", "NONSENSE", undefined), { maxLength: 8 }),
        (statuses) => {
          const order = ["PENDING", "RUNNING", "STOPPED"];
          let task = pending;
          for (const status of statuses) {
            const next = withReport(task, status === undefined ? {} : { status }, NOW);
            assert.ok(order.indexOf(next.lastStatus) >= order.indexOf(task.lastStatus));
            task = next;
          }
        },
      ),
    );
  });

  // What an agent cannot know: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
  for (const status of [
    "PROVISIONING",
    "ACTIVATING",
    "DEACTIVATING",
    "STOPPING",
    "DEPROVISIONING",
    "NONSENSE",
  ]) {
    it(`moves no task to ${status}`, () => {
      const running = all(pending, life.slice(0, 2));
      for (const task of [pending, running]) assert.equal(withReport(task, { status }, NOW), task);
    });
  }

  it("changes nothing when it tells nothing new", () => {
    const ended = all(pending, life);
    for (const report of life) assert.equal(withReport(ended, report, NOW + 5000), ended);
  });

  it("leaves unknown containers out", () => {
    assert.equal(
      withReport(pending, { containers: [{ containerName: "other", status: "RUNNING" }] }, NOW),
      pending,
    );
  });

  it("forgets the failed pull of a container that runs from its cached image", () => {
    const report = {
      status: "RUNNING",
      containers: [{ containerName: "app", status: "RUNNING", reason: "CannotPullContainerError: no route" }],
    };
    assert.equal(withReport(pending, report, NOW).containers[1]?.reason, undefined);
  });

  it("takes STOPPED without RUNNING", () => {
    const ended = withReport(pending, life[2] ?? {}, NOW);
    assert.equal(ended.lastStatus, "STOPPED");
    assert.equal(ended.startedAt, undefined);
    assert.equal(ended.containers[0]?.lastStatus, "STOPPED");
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
const causes: readonly [string, readonly TaskReport[], string, string][] = [
  ["an essential container exits", life, "EssentialContainerExited", "Essential container in task exited"],
  [
    "an image cannot be pulled",
    [
      {
        status: "STOPPED",
        reason: "",
        containers: [
          { containerName: "app", status: "STOPPED", reason: "CannotPullContainerError: not found" },
        ],
      },
    ],
    "TaskFailedToStart",
    "CannotPullContainerError: not found",
  ],
  [
    "a command does not exist",
    [
      {
        status: "STOPPED",
        containers: [
          {
            containerName: "app",
            status: "STOPPED",
            exitCode: 127,
            reason: "CannotStartContainerError: exec: no such file",
          },
        ],
      },
    ],
    "TaskFailedToStart",
    "CannotStartContainerError: exec: no such file",
  ],
  [
    "a secret cannot be fetched",
    [{ status: "STOPPED", reason: "ResourceInitializationError: unable to pull secrets", containers: [] }],
    "TaskFailedToStart",
    "ResourceInitializationError: unable to pull secrets",
  ],
  ["nothing tells why", [{ status: "STOPPED", reason: "" }], "TaskFailedToStart", "Task failed to start"],
  [
    "a container vanished",
    [
      { status: "RUNNING" },
      {
        status: "STOPPED",
        containers: [{ containerName: "app", status: "STOPPED", reason: "ContainerVanishedError: gone" }],
      },
    ],
    "EssentialContainerExited",
    "ContainerVanishedError: gone",
  ],
];

describe("why a task stopped", () => {
  for (const [name, reports, stopCode, stoppedReason] of causes) {
    it(name, () => {
      const ended = all(pending, reports);
      assert.deepEqual([ended.stopCode, ended.stoppedReason], [stopCode, stoppedReason]);
    });
  }

  it("is what the one who asked for it said", () => {
    const request = { stopCode: "UserInitiated", stoppedReason: "enough" } as const;
    const ended = all(withStopRequested(pending, request, NOW), life);
    assert.deepEqual([ended.stopCode, ended.stoppedReason], ["UserInitiated", "enough"]);
  });
});
