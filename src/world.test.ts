import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { realWorld } from "./world.ts";

describe("the real world", () => {
  it("waits longer than a timer of the machine can", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const days = 24 * 60 * 60 * 1000;
    let went = 0;
    realWorld.after(90 * days, () => {
      went += 1;
    });
    const cancel = realWorld.after(60 * days, () => assert.fail("it was cancelled"));
    for (let day = 0; day < 40; day++) context.mock.timers.tick(days);
    cancel();
    for (let day = 40; day < 89; day++) context.mock.timers.tick(days);
    assert.equal(went, 0);
    // A mocked clock may begin the next piece at the end of a tick.
    for (let day = 89; day < 95; day++) context.mock.timers.tick(days);
    assert.equal(went, 1);
  });
});
