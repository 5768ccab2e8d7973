import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MapStorage } from "./map-storage.fixture.ts";
import { openState } from "./state.ts";
import { defineTable, defineView, type TableReader } from "./table.ts";

type Row = {
  readonly id: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly n: number;
};

const table = defineTable<Row>()({
  name: "test.rows",
  key: (row) => row.id,
  indexes: {
    owner: (row) => row.owner,
    tag: (row) => row.tags,
    constant: () => "all",
    owned: (row) => row.owner,
    tagged: (row) => row.tags,
  },
  reads: { owner: ["owner"], tag: ["tags"], owned: ["owner"] },
  counts: ["owned", "tagged"],
});

type Kept = { readonly rows: Map<number, Row>; wrong: number };

/** Keeps the rows by their places, and counts what it is told of a past that was not so. */
const kept = defineView<Row>()({
  make: (): Kept => ({ rows: new Map(), wrong: 0 }),
  changed: (view, { sequence, before, after }) => {
    if (view.rows.get(sequence) !== before) view.wrong += 1;
    if (after === undefined) view.rows.delete(sequence);
    else view.rows.set(sequence, after);
  },
});

const row = fc.record(
  {
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    owner: fc.constantFrom("x", "y", ""),
    tags: fc.array(fc.constantFrom("t", "u", "v"), { maxLength: 4 }),
    n: fc.integer(),
  },
  { requiredKeys: ["id", "tags", "n"], noNullPrototype: true },
);
const write = fc.oneof(
  { weight: 2, arbitrary: fc.record({ put: row }) },
  { weight: 1, arbitrary: fc.record({ delete: row }) },
);
const transaction = fc.record({
  writes: fc.array(write, { maxLength: 6 }),
  throws: fc.boolean(),
  together: fc.boolean(),
});

const apply = (rows: Map<string, Row>, { put, delete: gone }: { put?: Row; delete?: Row }): void => {
  if (gone !== undefined) rows.delete(gone.id);
  if (put !== undefined) rows.set(put.id, put);
};

/** Everything a reader can see must be what a recomputation from the model's rows finds. */
const assertSame = (
  reader: TableReader<Row, "owner" | "tag" | "constant" | "owned" | "tagged">,
  model: Map<string, Row>,
): void => {
  const rows = [...model.values()];
  assert.deepEqual([...reader.all()], rows);
  assert.equal(reader.size, rows.length);
  const view = reader.view(kept);
  const inOrder = [...view.rows].sort(([one], [other]) => one - other).map(([, each]) => each);
  assert.deepEqual(inOrder, rows);
  assert.equal(view.wrong, 0);
  for (const id of ["a", "b", "c", "d", "e"]) assert.deepEqual(reader.get(id), model.get(id));
  const expected: ["owner" | "tag" | "constant", string, Row[]][] = [];
  for (const owner of ["x", "y", ""]) {
    expected.push(["owner", owner, rows.filter((each) => each.owner === owner)]);
  }
  for (const tag of ["t", "u", "v"])
    expected.push(["tag", tag, rows.filter((each) => each.tags.includes(tag))]);
  expected.push(["constant", "all", rows]);
  for (const [index, value, found] of expected) {
    assert.deepEqual([...reader.by(index, value)], found, `${index} ${value}`);
    assert.equal(reader.countBy(index, value), found.length);
    if (index === "constant") continue;
    assert.equal(reader.countBy(index === "owner" ? "owned" : "tagged", value), found.length);
  }
  assert.throws(() => reader.by("owned", "x"), /only counts/);
};

test("whatever transactions do, memory, indexes, storage and the change feed tell of the same rows", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 12 }), async (transactions) => {
      const storage = new MapStorage();
      const state = await openState({ storage });
      const reader = state.table(table);
      const told = new Map<string, Row>();
      state.subscribe(table, ({ key, before, after }) => {
        assert.deepEqual(told.get(key), before);
        assert.notEqual(before, after);
        if (after === undefined) told.delete(key);
        else told.set(key, after);
      });
      let model = new Map<string, Row>();
      let waiting: Promise<void>[] = [];
      for (const { writes, throws, together } of transactions) {
        const next = new Map(model);
        const done = state.transact((open) => {
          const writer = open.table(table);
          for (const each of writes) {
            if ("put" in each) writer.put(each.put);
            else writer.delete(each.delete.id);
            apply(next, each);
            assertSame(writer, next);
          }
          if (throws) throw new RangeError("undone");
        });
        if (!throws) model = next;
        assertSame(reader, model);
        waiting.push(throws ? assert.rejects(done, RangeError) : done);
        if (together) continue;
        await Promise.all(waiting);
        waiting = [];
      }
      await Promise.all(waiting);
      await state.close();
      assert.deepEqual(Object.fromEntries(told), Object.fromEntries(model));
      const reopened = await openState({ storage });
      assertSame(reopened.table(table), model);
    }),
    { numRuns: 300 },
  );
});

test("all transactions that arrive while a commit is under way share the next one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
      async (waves) => {
        const storage = new MapStorage();
        const state = await openState({ storage });
        const waiting: Promise<void>[] = [];
        const arrive = (wave: number, count: number): void => {
          for (let n = 0; n < count; n += 1) {
            const id = `${wave}/${n}`;
            waiting.push(state.transact((open) => open.table(table).put({ id, tags: [], n })));
          }
        };
        let wave = 0;
        storage.gate = async () => {
          wave += 1;
          arrive(wave, waves[wave] ?? 0);
        };
        arrive(0, waves[0] ?? 0);
        while (waiting.length > 0) await waiting.shift();
        assert.deepEqual(
          storage.commits.map((changes) => changes.length),
          waves,
        );
        assert.equal(state.statistics().commits, waves.length);
        assert.equal(
          state.statistics().transactions,
          waves.reduce((sum, count) => sum + count),
        );
      },
    ),
    { numRuns: 50 },
  );
});
