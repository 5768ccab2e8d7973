import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planService, type ServiceSnapshot } from "./service-plan.ts";
import type { ServiceTask } from "./service-task.ts";

const running = (arn: string, rest: Partial<ServiceTask> = {}): ServiceTask => ({
  arn,
  deploymentId: "new",
  state: "healthy",
  draining: false,
  protected: false,
  instanceArn: "i1",
  zone: "a",
  createdAt: 0,
  ...rest,
});

const replica = (rest: Partial<ServiceSnapshot>): ServiceSnapshot => ({
  strategy: "REPLICA",
  desiredCount: 4,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  deploymentId: "new",
  mayStart: true,
  stalled: false,
  blocked: false,
  deleting: false,
  tasks: [],
  instances: [],
  ...rest,
});

const OLD = ["a", "b", "c", "d"].map((arn) => running(arn, { deploymentId: "old" }));

/** Each row: where it is written, the service, how many tasks are started, which are stopped. */
const CASES: readonly (readonly [string, ServiceSnapshot, number, readonly string[]])[] = [
  // "starts four new tasks before stopping the four older tasks": API_UpdateService
  ["maximum 200% of four", replica({ tasks: OLD }), 4, []],
  // "a minimum of 50% allows the scheduler to stop two existing tasks before starting two new tasks": API_UpdateService
  [
    "minimum 50% of four",
    replica({ tasks: OLD, minimumHealthyPercent: 50, maximumPercent: 100 }),
    0,
    ["a", "b"],
  ],
  // The minimum is rounded up, the maximum down: API_DeploymentConfiguration
  [
    "rounding of three",
    replica({ desiredCount: 3, tasks: OLD.slice(0, 3), minimumHealthyPercent: 50, maximumPercent: 150 }),
    1,
    ["a"],
  ],
  // "Service tasks that are in the PENDING state are stopped immediately": API_UpdateContainerInstancesState
  [
    "draining and pending",
    replica({ desiredCount: 1, tasks: [running("a", { draining: true, state: "starting" })] }),
    1,
    ["a"],
  ],
  ["draining and running", replica({ desiredCount: 1, tasks: [running("a", { draining: true })] }), 1, []],
  // "favoring container instances with the largest number of running tasks for this service": API_UpdateService
  [
    "scale-in by zone, then by instance",
    replica({
      desiredCount: 3,
      tasks: [
        running("a", { zone: "a", instanceArn: "i1" }),
        running("b", { zone: "b", instanceArn: "i2" }),
        running("c", { zone: "b", instanceArn: "i3" }),
        running("d", { zone: "b", instanceArn: "i3", createdAt: 1 }),
      ],
    }),
    0,
    ["d"],
  ],
  // "If any tasks are unhealthy and maximumPercent allows, replacements are started first": API_DeploymentConfiguration
  ["unhealthy with room", replica({ desiredCount: 1, tasks: [running("a", { state: "unhealthy" })] }), 1, []],
  [
    "unhealthy without room",
    replica({
      desiredCount: 1,
      minimumHealthyPercent: 0,
      maximumPercent: 100,
      tasks: [running("a", { state: "unhealthy" })],
    }),
    0,
    ["a"],
  ],
  // "stops the unhealthy tasks one-by-one, using the minimumHealthyPercent as a constraint": API_DeploymentConfiguration
  [
    "all unhealthy without room",
    replica({
      minimumHealthyPercent: 75,
      maximumPercent: 100,
      tasks: OLD.map((one) => ({ ...one, deploymentId: "new", state: "unhealthy" })),
    }),
    0,
    ["a"],
  ],
  [
    "all unhealthy at the minimum, and one on its way",
    replica({
      minimumHealthyPercent: 75,
      maximumPercent: 100,
      tasks: OLD.map((one, index) => ({
        ...one,
        deploymentId: "new",
        state: index === 0 ? "starting" : "unhealthy",
      })),
    }),
    0,
    [],
  ],
  [
    "unhealthy where the percentages leave no room and no step",
    replica({ desiredCount: 1, maximumPercent: 150, tasks: [running("a", { state: "unhealthy" })] }),
    0,
    ["a"],
  ],
  // The maximum is one of tasks that are RUNNING or PENDING, which DEACTIVATING ones are not: API_DeploymentConfiguration
  [
    "a task that is stopping keeps its place",
    replica({ desiredCount: 1, maximumPercent: 100, tasks: [running("a", { state: "stopping" })] }),
    0,
    [],
  ],
  [
    "a task that only ends its requests does not",
    replica({
      desiredCount: 1,
      maximumPercent: 100,
      tasks: [running("a", { state: "stopping", leaving: true })],
    }),
    1,
    [],
  ],
];

describe("a service", () => {
  for (const [name, one, start, stops] of CASES) {
    it(`is planned as AWS says: ${name}`, () => {
      const plan = planService(one);
      assert.deepEqual([plan.start, plan.stops.map(({ arn }) => arn).sort()], [start, stops]);
    });
  }

  it("that no step can help is told so", () => {
    const stuck = replica({
      desiredCount: 1,
      minimumHealthyPercent: 50,
      maximumPercent: 150,
      tasks: OLD.slice(0, 1),
    });
    assert.equal(planService(stuck).deadlocked, true);
    assert.equal(planService(replica({ tasks: OLD })).deadlocked, false);
  });
});
