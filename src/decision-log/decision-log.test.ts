import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { DecisionRecord } from "../operation/index.ts";
import { realWorld, type World } from "../world.ts";
import { type DecisionLogOptions, openDecisionLog } from "./decision-log.ts";
import { findByRequestId, lastDecisions, lastDenial, readAll } from "./read-decisions.ts";
import { allowedRecord, collect, deniedRecord, worldAt } from "./record.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "portreeve-decisions-"));
after(() => rmSync(root, { recursive: true, force: true }));
const DAY = 24 * 60 * 60 * 1000;
let count = 0;
const freshDirectory = (): string => join(root, String(count++), "decisions");

/** Records all of `records` in a log that is then closed. */
const logged = async (
  directory: string,
  records: readonly DecisionRecord[],
  options: Partial<DecisionLogOptions> = {},
): Promise<void> => {
  const log = openDecisionLog({ directory, world: realWorld, ...options });
  for (const record of records) log.record(record);
  await log.close();
};

test("a request's decisions come back whole, in their order", async () => {
  const directory = freshDirectory();
  const records = [
    allowedRecord({ requestId: "one" }),
    deniedRecord({ requestId: "one", letThrough: true }),
    allowedRecord({ requestId: "one", action: "iam:PassRole" }),
    deniedRecord({ requestId: "two" }),
  ];
  await logged(directory, records);
  assert.deepEqual(await findByRequestId(directory, "one"), records.slice(0, 3));
  assert.deepEqual(await findByRequestId(directory, "two"), records.slice(3));
  assert.deepEqual(await findByRequestId(directory, "on"), []);
  assert.deepEqual(await lastDenial(directory), records[3]);
  assert.deepEqual(await lastDecisions(directory, 3), records.slice(1));
  assert.deepEqual(await lastDecisions(directory, 9), records);
  assert.deepEqual(await lastDecisions(directory, 0), []);
  assert.deepEqual(await collect(readAll(directory)), records);
});

test("an allowed decision keeps the keys that only the call knew, and none that follow from the rest", async () => {
  const directory = freshDirectory();
  const kept = { "ecs:cluster": "c", "aws:SourceIp": "127.0.0.1", "aws:PrincipalTag/team": "web" };
  const implied = {
    "aws:PrincipalArn": allowedRecord().principal,
    "aws:CurrentTime": "2026-11-24T18:00:00Z",
    "aws:username": "alice",
    "aws:UserAgent": "x",
  };
  const context = { ...kept, ...implied };
  const ofRole = { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/ci/deployer" };
  await logged(directory, [
    allowedRecord({ context }),
    allowedRecord({ context: ofRole }),
    deniedRecord({ context }),
  ]);
  const [allowed, session, denied] = await lastDecisions(directory, 3);
  assert.deepEqual(allowed?.context, kept);
  assert.deepEqual(session?.context, ofRole);
  assert.deepEqual(denied?.context, context);
});

test("readers see what was flushed while the log is open, and nothing where there is no log", async () => {
  const directory = freshDirectory();
  assert.equal(await lastDenial(directory), undefined);
  assert.deepEqual(await findByRequestId(directory, "x"), []);
  const log = openDecisionLog({ directory, world: realWorld });
  for (let round = 0; round < 5; round += 1) {
    log.record(deniedRecord({ requestId: `r${round}` }));
    await log.flush();
    assert.equal((await lastDenial(directory))?.requestId, `r${round}`);
  }
  await log.close();
});

test("lines that a kill tore are passed over, and writing goes on after them", async () => {
  const directory = freshDirectory();
  await logged(directory, [deniedRecord({ requestId: "before" }), allowedRecord({ requestId: "before" })]);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    appendFileSync(path, readFileSync(path, "utf8").slice(0, 120));
  }
  assert.equal((await lastDenial(directory))?.requestId, "before");
  assert.equal((await findByRequestId(directory, "before")).length, 2);
  await logged(directory, [deniedRecord({ requestId: "after", at: allowedRecord().at + 1 })]);
  const all = await collect(readAll(directory));
  assert.deepEqual(
    all.map(({ requestId }) => requestId),
    ["before", "before", "after"],
  );
  for (const name of readdirSync(directory)) appendFileSync(join(directory, name), "\n{}\nnull\n[]\n");
  assert.equal((await lastDenial(directory))?.requestId, "after");
});

test("since and principal choose; both streams come in the order of time", async () => {
  const directory = freshDirectory();
  const bob = "arn:aws:iam::123456789012:user/bob";
  const records = [10, 20, 30, 40, 50, 60].map((at, index) =>
    (index % 2 === 0 ? allowedRecord : deniedRecord)({
      at,
      requestId: String(at),
      ...(at >= 40 ? { principal: bob } : {}),
    }),
  );
  await logged(directory, records);
  const ids = async (filter: Parameters<typeof readAll>[1]): Promise<readonly string[]> =>
    (await collect(readAll(directory, filter))).map(({ requestId }) => requestId);
  assert.deepEqual(await ids({}), ["10", "20", "30", "40", "50", "60"]);
  assert.deepEqual(await ids({ since: 30 }), ["30", "40", "50", "60"]);
  assert.deepEqual(await ids({ principal: bob, since: 50 }), ["50", "60"]);
  assert.deepEqual(await ids({ principal: bob.slice(0, -1) }), []);
});

test("files are rotated by size, found across, and removed when they are too many", async () => {
  const directory = freshDirectory();
  const log = openDecisionLog({
    directory,
    world: realWorld,
    segmentBytes: 4000,
    retention: { bytes: 2 * 30_000 },
  });
  for (let index = 0; index < 400; index += 1) {
    log.record(allowedRecord({ requestId: `r${index}` }));
    if (index % 5 === 0) await log.flush();
  }
  log.record(deniedRecord({ requestId: "the denial" }));
  await log.close();
  const files = readdirSync(directory).filter((name) => name.startsWith("allowed"));
  const bytes = files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  assert.ok(files.length > 3 && bytes < 40_000, `${files.length} files, ${bytes} bytes`);
  assert.equal((await findByRequestId(directory, "r399")).length, 1);
  assert.equal((await findByRequestId(directory, "r380")).length, 1);
  assert.deepEqual(await findByRequestId(directory, "r0"), []);
  const newest = await lastDecisions(directory, 30);
  assert.deepEqual(
    newest.map(({ requestId }) => requestId),
    [...Array.from({ length: 29 }, (_, index) => `r${371 + index}`), "the denial"],
  );
});

test("what is older than the days of retention is removed, a day's file at a time", async () => {
  const directory = freshDirectory();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const log = openDecisionLog({ directory, world: worldAt(clock), retention: { days: 2 } });
  for (let day = 0; day < 6; day += 1) {
    log.record(deniedRecord({ at: clock.now, requestId: `day ${day}` }));
    await log.flush();
    clock.now += 24 * 60 * 60 * 1000;
  }
  await log.close();
  const kept = (await collect(readAll(directory))).map(({ requestId }) => requestId);
  assert.deepEqual(kept, ["day 2", "day 3", "day 4", "day 5"]);
});

test("a log that nothing is written to forgets as well: when it is opened, and each day", async () => {
  const directory = freshDirectory();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const timers: (() => void)[] = [];
  const world: World = {
    ...worldAt(clock),
    after: (milliseconds, action) => {
      if (milliseconds < DAY) return () => {};
      timers.push(action);
      return () => timers.splice(0);
    },
  };
  const log = openDecisionLog({ directory, world, retention: { days: 2 } });
  log.record(deniedRecord({ at: clock.now }));
  log.record(allowedRecord({ at: clock.now }));
  await log.flush();
  const daysLater = async (days: number): Promise<number> => {
    clock.now += days * DAY;
    timers.pop()?.();
    await log.flush();
    return readdirSync(directory).length;
  };
  assert.equal(await daysLater(1), 2);
  assert.equal(await daysLater(2), 2);
  // A file may have been written to for a day, so its last decision is two days old only now.
  assert.equal(await daysLater(0.1), 0);
  log.record(deniedRecord({ at: clock.now, requestId: "afterwards" }));
  await log.close();
  assert.deepEqual([timers.length, readdirSync(directory).length], [0, 1]);
  clock.now += 4 * DAY;
  await openDecisionLog({ directory, world, retention: { days: 2 } }).close();
  assert.deepEqual(readdirSync(directory), []);
});

test("when the disk does not keep up, allowed decisions are dropped and counted, denials never", async () => {
  const directory = freshDirectory();
  const log = openDecisionLog({ directory, world: realWorld, maximumBacklog: 5000 });
  for (let index = 0; index < 100; index += 1) {
    log.record(allowedRecord({ requestId: `a${index}` }));
    log.record(deniedRecord({ requestId: `d${index}` }));
  }
  const { allowed, denied, droppedAllowed, shortenedDenied } = log.statistics();
  await log.close();
  assert.deepEqual([allowed, denied], [100, 100]);
  assert.ok(droppedAllowed > 50 && shortenedDenied > 50);
  const all = await collect(readAll(directory));
  const denials = all.filter(({ decision }) => !decision.allowed);
  assert.equal(all.length - denials.length, 100 - droppedAllowed);
  assert.equal(denials.length, 100);
  assert.equal(denials.filter(({ explanation }) => explanation === undefined).length, shortenedDenied);
});

test("a write that fails is told, tried again, and loses nothing", async () => {
  const directory = freshDirectory();
  const errors: Error[] = [];
  const log = openDecisionLog({ directory, world: realWorld, onError: (error) => errors.push(error) });
  rmSync(directory, { recursive: true });
  writeFileSync(directory, "in the way");
  log.record(deniedRecord({ requestId: "kept" }));
  await assert.rejects(log.flush());
  assert.ok(errors.length > 0);
  rmSync(directory);
  await openDecisionLog({ directory, world: realWorld }).close();
  await log.close();
  assert.equal((await lastDenial(directory))?.requestId, "kept");
});

test("files and directory are for their owner alone", async () => {
  const directory = freshDirectory();
  await logged(directory, [deniedRecord(), allowedRecord()]);
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  const names = readdirSync(directory);
  assert.equal(names.length, 2);
  for (const name of names) assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600);
});
