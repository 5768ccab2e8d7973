import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { after, test } from "node:test";
import { crashTable, crashTwin } from "./crash.fixture.ts";
import { openState } from "./state.ts";
import { openSqliteStorage } from "./storage/sqlite.ts";

const root = mkdtempSync(join(tmpdir(), "portreeve-crash-"));
after(() => rmSync(root, { recursive: true, force: true }));

const startClients = (file: string, name: string): ChildProcessByStdio<null, Readable, null> =>
  spawn(process.execPath, [join(import.meta.dirname, "crash.fixture.ts"), file, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });

/** Runs the clients until `acknowledgements` lines came, kills them, and answers each row's last acknowledged round. */
const crash = async (file: string, name: string, acknowledgements: number): Promise<Map<string, number>> => {
  const child = startClients(file, name);
  const ended = once(child, "exit");
  const rounds = new Map<string, number>();
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = "", round] = line.split(" ");
    rounds.set(id, Number(round));
    lines += 1;
    if (lines === acknowledgements) child.kill("SIGKILL");
  }
  assert.deepEqual(await ended, [null, "SIGKILL"]);
  return rounds;
};

test("kill -9 at any moment loses nothing acknowledged and leaves no transaction half done", async () => {
  const file = join(root, "state.db");
  const acknowledged = new Map<string, number>();
  // Why these numbers: in the first commit, in the midst of many, and around the folding of the log.
  for (const [run, lines] of [1, 40, 333, 1200].entries()) {
    for (const [id, round] of await crash(file, `run${run}`, lines)) acknowledged.set(id, round);
    const storage = await openSqliteStorage({ file });
    const state = await openState({ storage });
    const [rows, twins] = [state.table(crashTable), state.table(crashTwin)];
    for (const [id, round] of acknowledged) {
      const found = rows.get(id)?.round ?? 0;
      assert.ok(found >= round, `${id} was acknowledged at round ${round} and is back at ${found}`);
    }
    assert.deepEqual(
      new Map([...rows.all()].map((row) => [row.id, row.round])),
      new Map([...twins.all()].map((row) => [row.id, row.round])),
    );
    await state.close();
  }
  assert.ok(acknowledged.size > 16);
});

test("a second process is refused for as long as the first lives", async () => {
  const file = join(root, "locked.db");
  const child = startClients(file, "first");
  const ended = once(child, "exit");
  await once(createInterface({ input: child.stdout }), "line");
  await assert.rejects(openSqliteStorage({ file }), { reason: "InUse" });
  child.kill("SIGKILL");
  await ended;
  await (await openSqliteStorage({ file })).close();
});
