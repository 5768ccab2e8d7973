import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DecidingStatement } from "../src/authorization/index.ts";
import { findByRequestId, lastDenial, openDecisionLog } from "../src/decision-log/index.ts";
import type { DecisionRecord } from "../src/operation/index.ts";
import { realWorld } from "../src/world.ts";

const SECONDS = 3;
const RATE = 20_000;
const TURN = 10;

/** What it costs a request to have its decision remembered, at 20,000 decisions a second. */
const directory = mkdtempSync(join(tmpdir(), "portreeve-bench-"));
const statement: DecidingStatement = {
  policy: { kind: "inline", name: "deploy", attachedTo: "user alice" },
  sid: "RunWeb",
  index: 0,
  effect: "Allow",
  start: { line: 4, column: 5 },
  end: { line: 12, column: 6 },
};
const recordOf = (index: number): DecisionRecord => ({
  requestId: `3f2c9d1e-0000-4000-8000-${String(index).padStart(12, "0")}`,
  at: Date.now(),
  operation: "ecs:RunTask",
  region: "us-east-1",
  principal: "arn:aws:iam::123456789012:user/alice",
  accountId: "123456789012",
  action: "ecs:RunTask",
  resource: `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${index % 10}`,
  decision: { allowed: true, outcome: "allowed", layer: "identity", statements: [statement] },
  letThrough: true,
  context: {
    "aws:PrincipalArn": "arn:aws:iam::123456789012:user/alice",
    "aws:PrincipalAccount": "123456789012",
    "aws:PrincipalType": "User",
    "aws:PrincipalIsAWSService": "false",
    "aws:userid": "AIDAEXAMPLEEXAMPLE",
    "aws:username": "alice",
    "aws:RequestedRegion": "us-east-1",
    "aws:SecureTransport": "false",
    "aws:CurrentTime": "2026-11-24T18:00:00Z",
    "aws:EpochTime": "1795543200",
    "aws:ViaAWSService": "false",
    "aws:SourceIp": "127.0.0.1",
    "aws:UserAgent": "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12",
    "aws:ResourceAccount": "123456789012",
    "ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/default",
  },
});

const log = openDecisionLog({ directory, world: realWorld });
const records = Array.from({ length: 1000 }, (_, index) => recordOf(index));
let spent = 0;
let count = 0;
const cpu = process.cpuUsage();
const began = performance.now();
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(((performance.now() - began) / 1000) * RATE, SECONDS * RATE);
    const from = performance.now();
    // INVARIANT: the index is within the list.
    for (; count < due; count += 1) log.record(records[count % records.length]!);
    spent += performance.now() - from;
    if (count < SECONDS * RATE) return;
    clearInterval(timer);
    resolve();
  }, TURN);
});
await log.flush();
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(cpu);
const statistics = log.statistics();
console.log(
  `${Math.round(count / seconds)} decisions/s recorded, ${((spent * 1000) / count).toFixed(2)} µs each in the request's ` +
    `thread, ${((used.user + used.system) / 10_000 / seconds).toFixed(1)} % of a core in all, ` +
    `${statistics.droppedAllowed} dropped`,
);
const denial: DecisionRecord = {
  ...recordOf(0),
  requestId: "the-denial",
  decision: { allowed: false, outcome: "implicitDeny", layer: "identity", statements: [] },
  letThrough: false,
  message: "not authorized",
};
log.record(denial);
await log.flush();
const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  const from = performance.now();
  await work();
  console.log(`${name} among ${count} decisions: ${(performance.now() - from).toFixed(1)} ms`);
};
await timed("the last denial", () => lastDenial(directory));
await timed("a request id that is there", () => findByRequestId(directory, "the-denial"));
await timed("a request id that is not", () => findByRequestId(directory, "nowhere"));
await log.close();
rmSync(directory, { recursive: true, force: true });
