import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { SortedKeys } from "./sorted-keys.ts";

const key = fc.integer({ min: 0, max: 3000 }).map((number) => number.toString(36).padStart(3, "0"));

it("sorted keys are those that a set holds, in order, after any of them", () => {
  const changes = fc.array(fc.tuple(fc.boolean(), key), { maxLength: 2500, size: "max" });
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 1200, size: "max" }), changes, key, (first, list, from) => {
      const model = new Set(first);
      const keys = new SortedKeys(first);
      for (const [comes, each] of list) {
        if (comes) {
          model.add(each);
          keys.add(each);
        } else {
          model.delete(each);
          keys.delete(each);
        }
      }
      const sorted = [...model].sort();
      assert.deepEqual([...keys.after(undefined)], sorted);
      assert.deepEqual(
        [...keys.after(from)],
        sorted.filter((each) => each > from),
      );
    }),
    { numRuns: 30 },
  );
});
