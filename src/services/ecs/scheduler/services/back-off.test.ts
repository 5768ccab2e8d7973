import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { backOff } from "./back-off.ts";

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
describe("the back-off", () => {
  it("begins after some rounds, grows and ends at 27 minutes", () => {
    assert.deepEqual(
      [2, 3, 4, 5, 40].map((failures) => backOff(failures, 1) / 1000),
      [0, 10, 20, 40, 27 * 60],
    );
    assert.deepEqual([backOff(8, 3), backOff(9, 3)], [0, 10_000]);
  });
});
