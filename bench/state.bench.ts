import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import { defineTable, openSqliteStorage, openState } from "../src/state/index.ts";

const CLIENTS = 64;
const TRANSACTIONS = 40_000;
const ALONE = 1000;

type Row = {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly filler: string;
};
const table = defineTable<Row>()({
  name: "bench.rows",
  key: (row) => row.arn,
  indexes: { scope: (row) => row.accountId, name: (row) => row.name },
});
const filler = "x".repeat(300);
const rowOf = (index: number): Row => ({
  arn: `arn:aws:ecs:us-east-1:123456789012:cluster/cluster-${index}`,
  accountId: "123456789012",
  name: `cluster-${index}`,
  filler,
});

const directory = mkdtempSync(join(tmpdir(), "portreeve-bench-"));
const perSecond = (count: number, began: number): number => (count / (performance.now() - began)) * 1000;

/** What the disk gives: waits for it one after the other, and SQLite with one row a transaction. */
const disk = (): { readonly fsync: number; readonly sqlite: number } => {
  const handle = openSync(join(directory, "probe"), "w");
  const page = Buffer.alloc(4096);
  let began = performance.now();
  for (let index = 0; index < ALONE; index += 1) {
    writeSync(handle, page);
    fdatasyncSync(handle);
  }
  const fsync = perSecond(ALONE, began);
  closeSync(handle);
  const database = new DatabaseSync(join(directory, "bare.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE rows (key TEXT PRIMARY KEY, value TEXT)");
  const insert = database.prepare("INSERT INTO rows VALUES (?, ?)");
  began = performance.now();
  for (let index = 0; index < ALONE; index += 1) {
    const row = rowOf(index);
    insert.run(row.arn, JSON.stringify(row));
  }
  const sqlite = perSecond(ALONE, began);
  database.close();
  return { fsync, sqlite };
};

/** Acknowledged and durable transactions of one row with `clients` at once. */
const measure = async (clients: number, transactions: number): Promise<number> => {
  const file = join(directory, `${clients}.db`);
  const state = await openState({ storage: await openSqliteStorage({ file }) });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < transactions) {
        const row = rowOf(next);
        next += 1;
        await state.transact((open) => open.table(table).put(row));
      }
    }),
  );
  const rate = perSecond(transactions, began);
  delay.disable();
  const { commits, fsyncs } = state.statistics();
  console.log(
    `${String(clients).padStart(3)} clients: ${Math.round(rate)} acknowledged/s, ${(fsyncs / transactions).toFixed(3)} ` +
      `fsyncs a request, ${(transactions / commits).toFixed(1)} transactions a commit, event loop held up ` +
      `${(delay.percentile(99) / 1e6).toFixed(1)} ms at the 99th percentile`,
  );
  await state.close();
  return rate;
};

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** How fast the rows of the last measurement are there again, and what each costs. */
const restart = async (): Promise<void> => {
  const before = heap();
  const began = performance.now();
  const state = await openState({
    storage: await openSqliteStorage({ file: join(directory, `${CLIENTS}.db`) }),
  });
  const { size } = state.table(table);
  const took = performance.now() - began;
  console.log(
    `${size} rows loaded and indexed in ${took.toFixed(0)} ms` +
      (globalThis.gc === undefined ? "" : `, ${Math.round((heap() - before) / size)} bytes a row`),
  );
  await state.close();
};

const { fsync, sqlite } = disk();
console.log(
  `the disk: ${Math.round(fsync)} fsyncs/s; bare SQLite, one row a transaction: ${Math.round(sqlite)}/s`,
);
await measure(1, ALONE);
const rate = await measure(CLIENTS, TRANSACTIONS);
console.log(`${(rate / sqlite).toFixed(1)} times bare SQLite (wanted: at least 2000 acknowledged/s)`);
await restart();
rmSync(directory, { recursive: true, force: true });
