import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DecidingStatement } from "../src/authorization/index.ts";
import { findByRequestId, lastDenial, openDecisionLog } from "../src/decision-log/index.ts";
import type { DecisionRecord } from "../src/operation/index.ts";
import { realWorld } from "../src/world.ts";
import { loadFromOutside } from "./load/client-process.ts";
import { openControlPlane } from "./load/control-plane-process.ts";
import { restrictedUser } from "./load/restricted-user.ts";
import { signedMessage } from "./load/signed-message.ts";

const CONNECTIONS = 16;
const REQUESTS = 5_000;
const ROUNDS = 16;
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

/** What the whole product loses by it: signed, authorized DescribeClusters in one process, with the log and without. */
const plane = await openControlPlane();
const port = Number(new URL(plane.endpoint).port);
const create = signedMessage(port, plane.root, "CreateCluster", { clusterName: "harbour" });
await loadFromOutside({ port, connections: 1, requests: 1, messages: [create] });
const user = await restrictedUser(plane);
const message = signedMessage(port, user, "DescribeClusters", { clusters: ["harbour"] });

/** Seconds that a round took, and microseconds of processor time for each of its requests. */
type Round = { readonly seconds: number; readonly processor: number };

const load = async (kept: boolean): Promise<Round> => {
  await plane.keepDecisions(kept);
  const before = await plane.processorTime();
  const { seconds, statuses } = await loadFromOutside({
    port,
    connections: CONNECTIONS,
    requests: REQUESTS,
    messages: [message],
  });
  if (statuses["200"] !== REQUESTS) throw new Error(`not all 200: ${JSON.stringify(statuses)}`);
  return { seconds, processor: ((await plane.processorTime()) - before) / REQUESTS };
};

/** The middle of the values: a disturbance of the machine hits a round, not the log. */
const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

for (const kept of [true, false, true, false]) await load(kept);
const rounds: { readonly kept: Round; readonly dropped: Round }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  // Taking turns at being first, which is an advantage or none.
  const first = await load(round % 2 === 0);
  const second = await load(round % 2 !== 0);
  rounds.push(round % 2 === 0 ? { kept: first, dropped: second } : { kept: second, dropped: first });
}
await plane.close();
for (const name of ["kept", "dropped"] as const) {
  const rate = REQUESTS / median(rounds.map((round) => round[name].seconds));
  const processor = median(rounds.map((round) => round[name].processor));
  console.log(
    `DescribeClusters, decisions ${name.padEnd(8)} ${Math.round(rate)} requests/s, ${processor.toFixed(1)} µs of processor time each`,
  );
}
const lost = median(rounds.map(({ kept, dropped }) => 1 - dropped.seconds / kept.seconds));
const added = median(rounds.map(({ kept, dropped }) => kept.processor / dropped.processor - 1));
console.log(
  `the log costs ${(lost * 100).toFixed(1)} % of throughput and ${(added * 100).toFixed(1)} % of processor time, the middle of ${ROUNDS} pairs (wanted: at most 10 %)`,
);
