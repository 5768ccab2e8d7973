import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { heldGate, MapStorage } from "./map-storage.fixture.ts";
import { openState, StateUnavailableError } from "./state.ts";
import { openMemoryStorage } from "./storage/memory.ts";
import { type Change, defineTable } from "./table.ts";

type Row = { readonly id: string; readonly value: unknown };
const table = defineTable<Row>()({ name: "test.rows", key: (row) => row.id, indexes: {} });
const other = defineTable<Row>()({ name: "test.others", key: (row) => row.id, indexes: {} });
const stored = (id: string, value: unknown): Row => ({ id, value });

/** Whether a promise has settled by now, without waiting for time to pass. */
const watch = (promise: Promise<unknown>): { settled: boolean } => {
  const seen = { settled: false };
  const note = (): void => {
    seen.settled = true;
  };
  promise.then(note, note);
  return seen;
};

test("nothing that read what is not durable yet is answered: no value, and no error either", async () => {
  const storage = new MapStorage();
  const state = await openState({ storage });
  const held = heldGate();
  storage.gate = held.gate;
  const write = watch(state.transact((open) => open.table(table).put(stored("a", 1))));
  await held.reached;
  const read = state.transact((open) => open.table(table).get("a"));
  const denied = state.transact((open) => {
    if (open.table(table).get("a") !== undefined) throw new RangeError("there is one already");
  });
  const seen = [write, watch(read), watch(denied)];
  denied.catch(() => {});
  await setImmediate();
  assert.deepEqual(
    seen.map(({ settled }) => settled),
    [false, false, false],
  );
  held.open();
  assert.deepEqual(await read, stored("a", 1));
  await assert.rejects(denied, RangeError);
  assert.equal(write.settled, true);
  assert.equal(storage.commits.length, 1);
});

test("a read with nothing under way, and a transaction that changes nothing, need no commit", async () => {
  const storage = new MapStorage();
  const state = await openState({ storage });
  assert.equal(await state.transact((open) => open.table(table).size), 0);
  await state.transact((open) => {
    open.table(table).delete("never there");
    open.table(table).put(stored("a", 1));
    open.table(table).delete("a");
  });
  assert.deepEqual(storage.commits, []);
});

test("a failed commit rejects everyone who waits and all who come later, and is told once", async () => {
  const storage = new MapStorage();
  const failures: Error[] = [];
  const state = await openState({ storage, onFailure: (error) => failures.push(error) });
  const told: Change<Row>[] = [];
  state.subscribe(table, (change) => told.push(change));
  const held = heldGate();
  storage.gate = held.gate;
  const put = (id: string): Promise<void> => state.transact((open) => open.table(table).put(stored(id, 1)));
  const inFlight = put("a");
  await held.reached;
  const next = put("b");
  const read = state.transact((open) => open.table(table).size);
  const error = new Error("the disk is gone");
  held.fail(error);
  for (const waiting of [inFlight, next, read]) await assert.rejects(waiting, error);
  await assert.rejects(put("c"), (refused: Error) => {
    assert.ok(refused instanceof StateUnavailableError);
    assert.equal(refused.cause, error);
    return true;
  });
  assert.deepEqual(failures, [error]);
  assert.deepEqual(told, []);
  await state.close();
  assert.equal(storage.closed, 1);
});

test("a listener that throws is reported, and stops neither the commit nor the others", async () => {
  const errors: [unknown, string][] = [];
  const state = await openState({
    storage: openMemoryStorage(),
    onListenerError: (error, name) => errors.push([error, name]),
  });
  const told: string[] = [];
  const error = new Error("mine");
  state.subscribe(table, () => {
    throw error;
  });
  const stop = state.subscribe(table, ({ key }) => told.push(key));
  await state.transact((open) => open.table(table).put(stored("a", 1)));
  stop();
  await state.transact((open) => open.table(table).put(stored("b", 1)));
  assert.deepEqual(told, ["a"]);
  assert.deepEqual(errors, [
    [error, "test.rows"],
    [error, "test.rows"],
  ]);
});

test("listeners hear of durable changes only, before their transaction is answered", async () => {
  const storage = new MapStorage();
  const state = await openState({ storage });
  const told: Change<Row>[] = [];
  state.subscribe(table, (change) => told.push(change));
  const held = heldGate();
  storage.gate = held.gate;
  const done = state.transact((open) => {
    open.table(table).put(stored("a", 1));
    open.table(table).put(stored("a", 2));
    open.table(other).put(stored("z", 0));
  });
  await held.reached;
  assert.deepEqual(told, []);
  const after = done.then(() => [...told]);
  held.open();
  assert.deepEqual(await after, [{ key: "a", after: stored("a", 2) }]);
});

test("rows of tables that nobody asked for are there after two restarts", async () => {
  const storage = new MapStorage();
  const first = await openState({ storage });
  await first.transact((open) => open.table(other).put(stored("kept", [1])));
  await first.close();
  const second = await openState({ storage });
  assert.equal(second.statistics().rows, 1);
  await second.transact((open) => open.table(table).put(stored("a", 1)));
  assert.equal(second.statistics().rows, 2);
  await second.close();
  const third = await openState({ storage });
  assert.deepEqual(third.table(other).get("kept"), stored("kept", [1]));
  assert.equal(third.statistics().rows, 2);
});

test("a row that is no JSON value fails its own transaction and not the commit it would share", async () => {
  const state = await openState({ storage: new MapStorage() });
  const good = state.transact((open) => open.table(table).put(stored("a", 1)));
  await assert.rejects(
    state.transact((open) => open.table(table).put(stored("b", 1n))),
    TypeError,
  );
  await good;
  assert.equal(state.table(table).size, 1);
});

test("what breaks the rules of a transaction is refused and undone", async () => {
  const state = await openState({ storage: openMemoryStorage() });
  await assert.rejects(
    state.transact(async (open) => open.table(table).put(stored("a", 1))),
    /synchronous/,
  );
  const late = await state.transact((open) => open.table(table));
  assert.throws(() => late.put(stored("a", 1)), /ended/);
  assert.throws(() => late.delete("a"), /ended/);
  let nested: Promise<void> = Promise.resolve();
  await state.transact((open) => {
    nested = state.transact(() => {});
    nested.catch(() => {});
    open.table(table).put(stored("b", 1));
  });
  await assert.rejects(nested, /inside another/);
  assert.deepEqual([...state.table(table).all()], [stored("b", 1)]);
  const twin = defineTable<Row>()({ name: "test.rows", key: (row) => row.id, indexes: {} });
  assert.throws(() => state.table(twin), /two definitions/);
  await state.close();
  await assert.rejects(
    state.transact(() => {}),
    StateUnavailableError,
  );
});

test("going through rows while writing them sees the rows of the beginning, each once", async () => {
  const state = await openState({ storage: openMemoryStorage() });
  const seen: string[] = [];
  await state.transact((open) => {
    const rows = open.table(table);
    for (const id of ["a", "b", "c"]) rows.put(stored(id, 1));
    for (const { id } of rows.all()) {
      seen.push(id);
      rows.delete(id);
      rows.put(stored(id, 2));
    }
  });
  assert.deepEqual(seen, ["a", "b", "c"]);
  assert.equal(state.table(table).size, 3);
});
