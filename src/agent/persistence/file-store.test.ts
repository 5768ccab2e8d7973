import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { openFileStore } from "./file-store.ts";
import { StoreError } from "./store.ts";

const folder = async (context: TestContext): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "portreeve-store-"));
  context.after(() => rm(path, { recursive: true, force: true }));
  return path;
};

const changes = fc.array(
  fc.record({
    key: fc.constantFrom("a", "b", "c"),
    value: fc.option(fc.jsonValue().filter((one) => one !== null)),
  }),
  { maxLength: 12 },
);

/** The entries as one text, whatever order they are in; the keys are ordered, as values may have no order at all. */
const textOf = (entries: ReadonlyMap<string, unknown>): string =>
  JSON.stringify([...entries].toSorted(([left], [right]) => left.localeCompare(right)));

test("whatever moment a crash cuts the file at, some prefix of the changes is there", async (context) => {
  const path = await folder(context);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(changes, fc.nat(), async (list, cut) => {
      count += 1;
      const file = join(path, `${count}.jsonl`);
      const store = await openFileStore(file);
      const states = [JSON.stringify([])];
      for (const { key, value } of list) {
        if (value === null) store.remove(key);
        else store.put(key, value);
        states.push(textOf(store.entries));
      }
      await store.flushed();
      await store.close();
      const content = await readFile(file);
      await writeFile(file, content.subarray(0, content.length === 0 ? 0 : cut % (content.length + 1)));
      const again = await openFileStore(file);
      assert.ok(states.includes(textOf(again.entries)));
      await again.close();
    }),
    { numRuns: 60 },
  );
});

test("what was flushed is there when it is opened again, and only its owner may read it", async (context) => {
  const file = join(await folder(context), "deep", "agent.jsonl");
  const store = await openFileStore(file);
  store.put("task/1", { status: "RUNNING" });
  store.put("task/2", { status: "NONE" });
  store.remove("task/2");
  await store.flushed();
  const other = await openFileStore(`${file}`);
  assert.deepEqual([...other.entries], [["task/1", { status: "RUNNING" }]]);
  assert.equal((await stat(file)).mode & 0o077, 0);
  await other.close();
  await store.close();
});

test("history is thrown away", async (context) => {
  const file = join(await folder(context), "agent.jsonl");
  const store = await openFileStore(file);
  const text = "x".repeat(1000);
  for (let turn = 0; turn < 400; turn += 1) {
    store.put("key", { turn, text });
    if (turn % 50 === 0) await store.flushed();
  }
  await store.close();
  assert.ok((await stat(file)).size < 150_000);
  const again = await openFileStore(file);
  assert.equal((again.entries.get("key") as { readonly turn: number }).turn, 399);
  await again.close();
});

test("damage in the middle is an error and not a loss", async (context) => {
  const file = join(await folder(context), "agent.jsonl");
  await writeFile(file, '["a",1]\n["b",\n["c",3]\n');
  await assert.rejects(openFileStore(file), StoreError);
});
