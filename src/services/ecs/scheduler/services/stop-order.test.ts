import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ServiceTask } from "./service-task.ts";
import { firstToStop } from "./stop-order.ts";
import { referenceStopOrder } from "./testing/reference-stop-order.ts";

const tasks: fc.Arbitrary<readonly ServiceTask[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom<ServiceTask["state"]>("starting", "healthy", "unhealthy", "stopping"),
      zone: fc.constantFrom("a", "b", "c"),
      instance: fc.integer({ min: 0, max: 4 }),
      createdAt: fc.integer({ min: 0, max: 3 }),
      // Registered anew, an instance may be in another zone than its earlier tasks.
      elsewhere: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ state, zone, instance, createdAt, elsewhere }, place) => ({
      arn: `task/${place}`,
      deploymentId: "d",
      state,
      draining: false,
      protected: false,
      instanceArn: elsewhere ? `i-${instance}` : `i-${zone}${instance}`,
      zone,
      createdAt,
    })),
  );

describe("the tasks that stop first", () => {
  it("are those that the description names, in its order", () => {
    fc.assert(
      fc.property(tasks, fc.integer({ min: 0, max: 25 }), (all, count) => {
        const candidates = all.filter(({ state }) => state !== "stopping");
        assert.deepEqual(
          firstToStop(candidates, count, all).map(({ arn }) => arn),
          referenceStopOrder(candidates, count, all).map(({ arn }) => arn),
        );
      }),
      { numRuns: 500 },
    );
  });
});
