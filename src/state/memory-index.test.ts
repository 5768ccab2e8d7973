import assert from "node:assert/strict";
import { test } from "node:test";
import { CountIndex } from "./memory-index.ts";

test("an index that counts goes on counting whatever it forgets of values without rows", () => {
  const index = new CountIndex();
  for (let value = 0; value < 5000; value += 1) {
    index.move(undefined, undefined, `v${value}`);
    index.move(undefined, `v${value}`, value % 10 === 0 ? "kept" : undefined);
  }
  index.move(undefined, undefined, "v1");
  assert.equal(index.count("kept"), 500);
  assert.equal(index.count("v1"), 1);
  assert.equal(index.count("v2"), 0);
  index.move(undefined, "v1", "v1");
  assert.equal(index.count("v1"), 1);
});
