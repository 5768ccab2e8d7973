import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { limitsOf } from "./limits.ts";
import { planService, type ServiceSnapshot } from "./service-plan.ts";
import type { ServiceTask } from "./service-task.ts";
import { isBalanced, planZoneMoves, zoneCounts } from "./zone-balance.ts";

const ZONES = ["a", "b", "c"];

const task = (arn: string, zone: string, rest: Partial<ServiceTask> = {}): ServiceTask => ({
  arn,
  deploymentId: "new",
  state: "healthy",
  draining: false,
  protected: false,
  instanceArn: `i-${zone}`,
  zone,
  createdAt: 0,
  ...rest,
});

const tasksIn = (...zones: readonly string[]): readonly ServiceTask[] =>
  zones.map((zone, index) => task(`t${index}`, zone));

/** Each row: what it is, the zones of the tasks, the open zones, the room, the moves. */
const CASES: readonly (readonly [string, string, readonly string[], number, readonly string[]])[] = [
  ["one more than another", "aab", ["a", "b"], 4, []],
  ["three and one", "aaab", ["a", "b"], 4, ["a>b"]],
  ["all in one of three", "aaaaaa", ZONES, 6, ["a>b", "a>c", "a>b", "a>c"]],
  ["no room for more than one", "aaaaaa", ZONES, 1, ["a>b"]],
  ["no room at all", "aaaa", ["a", "b"], 0, []],
  ["a zone without instances", "aaaa", ["a"], 4, []],
  ["tasks left in a zone that closed", "ccc", ["a", "b"], 4, ["c>a", "c>b"]],
  ["nothing", "", ZONES, 4, []],
];

describe("balancing over availability zones", () => {
  for (const [what, zones, open, room, moves] of CASES) {
    it(`plans for ${what}`, () => {
      const planned = planZoneMoves({ tasks: tasksIn(...zones), zones: open, room });
      assert.deepEqual(
        planned.map(({ from, to }) => `${from}>${to}`),
        moves,
      );
    });
  }

  it("moves no protected task, and nothing when a zone is not known", () => {
    const held = tasksIn("a", "a", "a", "b").map((one) => ({ ...one, protected: true }));
    assert.deepEqual(planZoneMoves({ tasks: held, zones: ["a", "b"], room: 4 }), []);
    assert.deepEqual(planZoneMoves({ tasks: tasksIn("", "a", "a", "a"), zones: ["a", "b"], room: 4 }), []);
  });

  const service = fc.record({
    zones: fc.array(fc.constantFrom(...ZONES), { minLength: 2, maxLength: 9 }),
    open: fc.subarray([...ZONES], { minLength: 1 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 101, max: 200 }),
    protectedOnes: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    /** How many of the tasks that start become healthy at once, each round. */
    pace: fc.integer({ min: 1, max: 4 }),
  });

  it("keeps to the percentages at every step, ends, and never undoes itself", () => {
    fc.assert(
      fc.property(service, (one) => {
        const desiredCount = one.zones.length;
        const { minimumHealthy, maximum } = limitsOf(desiredCount, one);
        let tasks = one.zones.map((zone, index) =>
          task(`t${index}`, zone, { protected: one.protectedOnes[index] ?? false }),
        );
        let starting: readonly string[] = [];
        let balancing = false;
        const spreads: number[] = [];
        for (let round = 0; ; round++) {
          assert.ok(round < 100, "it does not end");
          const snapshot: ServiceSnapshot = {
            strategy: "REPLICA",
            desiredCount,
            minimumHealthyPercent: one.minimumHealthyPercent,
            maximumPercent: one.maximumPercent,
            deploymentId: "new",
            mayStart: true,
            stalled: false,
            blocked: false,
            deleting: false,
            tasks,
            instances: [],
            ...(balancing ? { balancing: new Set(starting) } : {}),
          };
          const plan = planService(snapshot);
          assert.equal(plan.start, 0);
          for (const { arn } of plan.stops) {
            assert.ok(!starting.includes(arn), "what was started to balance is stopped again");
            assert.equal(tasks.find((candidate) => candidate.arn === arn)?.protected, false);
          }
          const stopped = new Set(plan.stops.map(({ arn }) => arn));
          tasks = tasks.filter(({ arn }) => !stopped.has(arn));
          assert.ok(tasks.filter(({ state }) => state === "healthy").length >= minimumHealthy);
          const rests = tasks.length === desiredCount && tasks.every(({ state }) => state === "healthy");
          if (rests && stopped.size === 0) {
            const counts = zoneCounts({ tasks, zones: one.open }).map(([, count]) => count);
            spreads.push(counts.reduce((sum, count) => sum + count * count, 0));
            const room = maximum - tasks.length;
            const moves = planZoneMoves({ tasks, zones: one.open, room });
            if (moves.length === 0) break;
            balancing = true;
            const born = moves.map(({ to }, index) => task(`n${round}.${index}`, to, { state: "starting" }));
            starting = born.map(({ arn }) => arn);
            tasks = [...tasks, ...born];
            assert.ok(tasks.length <= maximum);
          } else {
            let left = one.pace;
            tasks = tasks.map((each) =>
              each.state === "starting" && left-- > 0 ? { ...each, state: "healthy" as const } : each,
            );
            starting = tasks.filter(({ state }) => state === "starting").map(({ arn }) => arn);
          }
        }
        // Each round at rest is more even than the one before.
        for (let at = 1; at < spreads.length; at++) assert.ok((spreads[at] ?? 0) < (spreads[at - 1] ?? 0));
        const free = tasks.every((each) => !each.protected);
        if (free && maximum > desiredCount) assert.ok(isBalanced({ tasks, zones: one.open }));
      }),
    );
  });
});
