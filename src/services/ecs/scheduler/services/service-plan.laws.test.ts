import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { limitsOf } from "./limits.ts";
import { planService, type ServiceSnapshot } from "./service-plan.ts";
import type { ServiceTask, ServiceTaskState } from "./service-task.ts";

const STATES: readonly ServiceTaskState[] = ["starting", "waiting", "healthy", "unhealthy", "stopping"];

const task: fc.Arbitrary<Omit<ServiceTask, "arn">> = fc.record({
  deploymentId: fc.constantFrom("new", "old", "older"),
  state: fc.constantFrom(...STATES),
  draining: fc.boolean(),
  protected: fc.boolean(),
  instanceArn: fc.constantFrom("i1", "i2", "i3", "i4"),
  zone: fc.constantFrom("a", "b"),
  createdAt: fc.nat(5),
});

const snapshot: fc.Arbitrary<ServiceSnapshot> = fc.record({
  strategy: fc.constantFrom("REPLICA" as const, "DAEMON" as const),
  desiredCount: fc.integer({ min: 0, max: 8 }),
  minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  maximumPercent: fc.integer({ min: 100, max: 250 }),
  deploymentId: fc.constant("new"),
  mayStart: fc.boolean(),
  stalled: fc.boolean(),
  blocked: fc.boolean(),
  deleting: fc.constant(false),
  tasks: fc.array(fc.tuple(task, fc.boolean()), { maxLength: 14 }).map((tasks) =>
    tasks.map(([one, leaving], index) => ({
      ...one,
      arn: `t${index}`,
      ...(leaving && one.state === "stopping" ? { leaving } : {}),
    })),
  ),
  instances: fc.subarray(["i1", "i2", "i3", "i4"]),
});

const desiredOf = ({ strategy, desiredCount, instances }: ServiceSnapshot): number =>
  strategy === "DAEMON" ? instances.length : desiredCount;

const healthyOf = ({ tasks }: ServiceSnapshot): number =>
  tasks.filter(({ state }) => state === "healthy").length;

/** The service after a plan and after all that it set going has come about. */
const applied = (before: ServiceSnapshot, round: number): ServiceSnapshot => {
  const plan = planService(before);
  const stopped = new Set(plan.stops.map(({ arn }) => arn));
  const born = (instanceArn: string, index: number): ServiceTask => ({
    arn: `n${round}.${index}`,
    deploymentId: before.deploymentId,
    state: "healthy",
    draining: false,
    protected: false,
    instanceArn,
    zone: "a",
    createdAt: 10 + round,
  });
  return {
    ...before,
    tasks: [
      ...before.tasks
        .filter(({ arn, state }) => !stopped.has(arn) && state !== "stopping")
        .map((one) => ({ ...one, state: one.state === "unhealthy" ? one.state : ("healthy" as const) })),
      ...plan.startOn.map(born),
      ...Array.from({ length: plan.start }, (_, index) => born(`x${index}`, 100 + index)),
    ],
  };
};

describe("the plan of a service", () => {
  it("never takes away a healthy task that the minimum needs", () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        const stopped = new Set(planService(one).stops.map(({ arn }) => arn));
        const left = one.tasks.filter(({ arn, state }) => state === "healthy" && !stopped.has(arn)).length;
        assert.ok(left >= Math.min(healthyOf(one), limitsOf(desiredOf(one), one).minimumHealthy));
      }),
    );
  });

  it("never starts more than the maximum allows, nor two daemons on an instance", () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        const plan = planService(one);
        const { maximum } = limitsOf(desiredOf(one), one);
        const present = one.tasks.filter(({ leaving }) => leaving !== true).length;
        if (plan.start > 0) assert.ok(present + plan.start <= maximum);
        for (const arn of plan.startOn) assert.ok(one.tasks.every(({ instanceArn }) => instanceArn !== arn));
        assert.equal(new Set(plan.startOn).size, plan.startOn.length);
      }),
    );
  });

  it("stops no more unhealthy tasks for want of room than the minimum leaves, or one", () => {
    fc.assert(
      fc.property(snapshot, (start) => {
        const one = {
          ...start,
          strategy: "REPLICA",
          mayStart: true,
          blocked: false,
          stalled: false,
        } as const;
        const { minimumHealthy } = limitsOf(one.desiredCount, one);
        const sick = planService(one).stops.filter(({ cause }) => cause === "unhealthy").length;
        const runs = one.tasks.filter(({ state }) => state !== "starting" && state !== "stopping").length;
        const serving = one.tasks.filter((each) => each.deploymentId === "new" && !each.draining);
        const replaced = serving.filter(({ state }) => state === "healthy").length >= one.desiredCount;
        if (!replaced) assert.ok(sick <= 1 || runs - sick >= minimumHealthy);
      }),
    );
  });

  it("keeps protected tasks unless they are unhealthy, and stops no task twice", () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        const { stops } = planService(one);
        assert.equal(new Set(stops.map(({ arn }) => arn)).size, stops.length);
        for (const { arn, cause } of stops) {
          const found = one.tasks.find((candidate) => candidate.arn === arn);
          assert.notEqual(found?.state, "stopping");
          if (cause === "scaling") assert.equal(found?.protected, false);
          else assert.equal(found?.state, "unhealthy");
        }
      }),
    );
  });

  it("starts nothing for a deployment that has failed or is held", () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        const plan = planService({ ...one, mayStart: false });
        assert.deepEqual([plan.start, plan.startOn], [0, []]);
        const stalled = planService({ ...one, stalled: true });
        assert.deepEqual([stalled.start, stalled.startOn], [0, []]);
      }),
    );
  });

  it("is the same for the same snapshot", () => {
    fc.assert(
      fc.property(snapshot, (one) => assert.deepEqual(planService(one), planService(structuredClone(one)))),
    );
  });

  it("comes from any state to exactly what is wanted, and then rests", () => {
    fc.assert(
      fc.property(snapshot, (start) => {
        const { minimumHealthy, maximum } = limitsOf(desiredOf(start), start);
        fc.pre(
          start.strategy === "DAEMON"
            ? start.minimumHealthyPercent < 100
            : maximum > minimumHealthy || desiredOf(start) === 0,
        );
        let now: ServiceSnapshot = {
          ...start,
          mayStart: true,
          stalled: false,
          blocked: false,
          // A minimum that rounds up to every daemon leaves no step to take.
          ...(start.strategy === "DAEMON" ? { minimumHealthyPercent: 0 } : {}),
          tasks: start.tasks.map((one) => ({ ...one, protected: false })),
        };
        for (let round = 0; round < 60; round++) now = applied(now, round);
        const plan = planService(now);
        assert.deepEqual([plan.stops, plan.start, plan.startOn], [[], 0, []]);
        assert.equal(now.tasks.length, desiredOf(now));
        assert.ok(
          now.tasks.every((one) => one.deploymentId === "new" && one.state === "healthy" && !one.draining),
        );
      }),
    );
  });

  it("stops everything when the service is deleted, protected or not", () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        const { stops, start, startOn } = planService({ ...one, deleting: true });
        assert.equal(stops.length, one.tasks.filter(({ state }) => state !== "stopping").length);
        assert.deepEqual([start, startOn], [0, []]);
      }),
    );
  });
});
