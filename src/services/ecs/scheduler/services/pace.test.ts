import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Pace } from "./pace.ts";

/** How many looks a stream of changes costs, one change each `every` milliseconds. */
const looksAt = (tasks: number, changes: number, every: number): number => {
  const pace = new Pace();
  let [looks, due] = [0, Number.POSITIVE_INFINITY];
  const look = (now: number): void => {
    looks += 1;
    due = Number.POSITIVE_INFINITY;
    pace.looked(now);
  };
  for (let change = 0; change < changes; change += 1) {
    const now = change * every;
    if (due <= now) look(due);
    const wait = pace.changed(tasks, now);
    if (wait === 0) look(now);
    else due = Math.min(due, now + wait);
  }
  return looks;
};

describe("the pace of the service scheduler", () => {
  it("follows every change of a small service", () => {
    assert.equal(looksAt(100, 50, 0), 50);
  });

  it("follows the first change after a pause at once, whatever the size", () => {
    const pace = new Pace();
    assert.equal(pace.changed(5000, 0), 0);
    pace.looked(0);
    assert.equal(pace.changed(5000, 100), 400);
    assert.equal(pace.changed(5000, 500), 0);
    pace.looked(500);
    assert.equal(pace.changed(5000, 1000), 0);
  });

  it("looks at large services as many times as at larger ones, for changes in proportion", () => {
    for (const every of [0, 0.1, 1, 10]) {
      const [some, twice] = [looksAt(1000, 6000, every), looksAt(2000, 12_000, every)];
      assert.ok(twice * 2000 <= 2.7 * some * 1000, `${every} ms: ${some} looks, then ${twice}`);
    }
  });

  it("waits no longer when the clock is set back", () => {
    const pace = new Pace();
    pace.looked(1_000_000);
    assert.equal(pace.changed(1000, 0), 100);
  });
});
