import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { openSqliteStorage } from "./sqlite.ts";
import { StorageError } from "./storage-error.ts";

const root = mkdtempSync(join(tmpdir(), "portreeve-sqlite-"));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const freshFile = (): string => join(root, String(count++), "deep", "state.db");

test("rows come back in the order in which their keys first came", async () => {
  const file = freshFile();
  const first = await openSqliteStorage({ file });
  await first.commit([
    { table: "t", key: "a", value: "1" },
    { table: "u", key: "a", value: "2" },
    { table: "t", key: "b", value: "3" },
  ]);
  await first.commit([
    { table: "t", key: "a", value: "4" },
    { table: "u", key: "a" },
    { table: "u", key: "never there" },
    { table: "t", key: "c", value: "å\u0000\u2028" },
    { table: "t", key: "b" },
    { table: "t", key: "b", value: "5" },
  ]);
  await first.close();
  const second = await openSqliteStorage({ file });
  assert.deepEqual(
    [...(await second.load())],
    [
      { table: "t", key: "a", value: "4" },
      { table: "t", key: "c", value: "å\u0000\u2028" },
      { table: "t", key: "b", value: "5" },
    ],
  );
  await second.close();
});

test("statistics count commits, changes and waits for the disk", async () => {
  const storage = await openSqliteStorage({ file: freshFile() });
  assert.deepEqual(storage.statistics?.(), { commits: 0, fsyncs: 0, changes: 0 });
  await storage.commit([
    { table: "t", key: "a", value: "1" },
    { table: "t", key: "b", value: "1" },
  ]);
  await storage.commit([{ table: "t", key: "a" }]);
  assert.deepEqual(storage.statistics?.(), { commits: 2, fsyncs: 2, changes: 3 });
  await storage.close();
});

test("the log is folded into the database before it grows without bound", async () => {
  const file = freshFile();
  const storage = await openSqliteStorage({ file });
  const value = "x".repeat(100_000);
  for (let round = 0; round < 600; round += 1) await storage.commit([{ table: "t", key: "a", value }]);
  const log = statSync(`${file}-wal`).size;
  assert.ok(log < 20_000_000, `60 MB were written, and the log has ${log} bytes`);
  assert.ok((storage.statistics?.().fsyncs ?? 0) > 600);
  await storage.close();
});

test("the file is for its owner alone, and so are the directories made for it", async () => {
  const file = freshFile();
  const storage = await openSqliteStorage({ file });
  await storage.commit([{ table: "t", key: "a", value: "1" }]);
  const mode = (path: string): number => statSync(path).mode & 0o777;
  assert.deepEqual([mode(file), mode(`${file}-wal`), mode(join(file, ".."))], [0o600, 0o600, 0o700]);
  await storage.close();
});

test("a second opener is refused while the first is there, and let in after", async () => {
  const file = freshFile();
  const first = await openSqliteStorage({ file });
  await assert.rejects(openSqliteStorage({ file }), (error: StorageError) => {
    assert.equal(error.reason, "InUse");
    assert.ok(error.message.includes(`${file} is in use by another process`));
    return true;
  });
  await first.commit([{ table: "t", key: "a", value: "1" }]);
  await first.close();
  const second = await openSqliteStorage({ file });
  assert.equal([...(await second.load())].length, 1);
  await second.close();
});

test("what is no database of ours is refused and left alone", async () => {
  const text = join(root, "notes.txt");
  writeFileSync(text, "not a database, and longer than the header of one ".repeat(40));
  await assert.rejects(openSqliteStorage({ file: text }), (error) => {
    assert.ok(error instanceof StorageError);
    assert.equal(error.reason, "Foreign");
    return true;
  });
  const foreign = join(root, "foreign.db");
  const database = new DatabaseSync(foreign);
  database.exec("CREATE TABLE songs (title TEXT)");
  database.close();
  const before = readFileSync(foreign);
  await assert.rejects(openSqliteStorage({ file: foreign }), { reason: "Foreign" });
  assert.deepEqual(readFileSync(foreign), before);
  const newer = freshFile();
  await (await openSqliteStorage({ file: newer })).close();
  const future = new DatabaseSync(newer);
  future.exec("PRAGMA user_version = 99");
  future.close();
  await assert.rejects(openSqliteStorage({ file: newer }), /newer version/);
});

test("after close every commit is refused", async () => {
  const storage = await openSqliteStorage({ file: freshFile() });
  await storage.close();
  await assert.rejects(storage.commit([{ table: "t", key: "a", value: "1" }]), StorageError);
  await storage.close();
});

test("a place that can't be written to is named in the error", async () => {
  const file = join(root, "plain");
  writeFileSync(file, "");
  await assert.rejects(openSqliteStorage({ file: join(file, "state.db") }), /plain/);
});
