import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { breakerCount, breakerThreshold } from "./circuit-breaker.ts";

describe("the circuit breaker", () => {
  const half = { type: "BOUNDED_PERCENT", value: 50 } as const;
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
  for (const [desired, threshold, expected] of [
    [1, half, 3],
    [7, half, 4],
    [25, half, 13],
    [400, half, 200],
    [800, half, 200],
    [800, { type: "UNBOUNDED_PERCENT", value: 50 }, 400],
    [1, { type: "UNBOUNDED_PERCENT", value: 50 }, 1],
    [10, { type: "COUNT", value: 2 }, 2],
  ] as const) {
    it(`of ${threshold.type} ${threshold.value} fails ${desired} desired tasks after ${expected}`, () => {
      assert.equal(breakerThreshold(desired, threshold), expected);
    });
  }

  it("forgets failures when a task is healthy, unless they are to add up", () => {
    assert.deepEqual(
      [breakerCount(2, 1, 0, true), breakerCount(2, 1, 1, true), breakerCount(2, 1, 1, false)],
      [3, 0, 3],
    );
  });
});
