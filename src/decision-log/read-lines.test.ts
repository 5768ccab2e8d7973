import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { readLines, readLinesBackwards } from "./read-lines.ts";
import { collect } from "./record.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "portreeve-lines-"));
after(() => rmSync(root, { recursive: true, force: true }));

const line = fc
  .record({
    text: fc.string({ unit: "grapheme" }),
    // Around the sizes of the chunks that are read at once.
    times: fc.constantFrom(0, 0, 0, 1, 2, 3_000, 32 * 1024 - 1, 32 * 1024, 550_000),
  })
  .map(({ text, times }) => text.replaceAll("\n", "").slice(0, 8) + "é".repeat(times));

test("both directions find the same whole lines, however they lie in the file", async () => {
  const path = join(root, "lines");
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 10 }), fc.string(), async (lines, torn) => {
      const whole = lines.map((each) => `${each.toWellFormed()}\n`).join("");
      writeFileSync(path, whole + torn.replaceAll("\n", ""));
      const expected = whole.split("\n").slice(0, -1);
      assert.deepEqual(await collect(readLines(path)), expected);
      assert.deepEqual((await collect(readLinesBackwards(path))).toReversed(), expected);
      const wanted = expected[0];
      if (wanted === undefined || wanted === "") return;
      assert.ok((await collect(readLines(path, wanted))).includes(wanted));
    }),
    { numRuns: 30 },
  );
});

test("a file that is gone has no lines", async () => {
  assert.deepEqual(await collect(readLines(join(root, "gone"))), []);
  assert.deepEqual(await collect(readLinesBackwards(join(root, "gone"))), []);
});
