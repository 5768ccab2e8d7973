import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DecidingStatement } from "../src/authorization/index.ts";
import { findByRequestId, lastDenial, openDecisionLog } from "../src/decision-log/index.ts";
import type { DecisionRecord } from "../src/operation/index.ts";
import { realWorld } from "../src/world.ts";
import { loadFromOutside } from "./load/client-process.ts";
import { type ControlPlaneProcess, openControlPlane } from "./load/control-plane-process.ts";
import { restrictedUser } from "./load/restricted-user.ts";
import { signedMessage } from "./load/signed-message.ts";

const CONNECTIONS = 16;
const REQUESTS = 10_000;
const ROUNDS = 8;
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

type Loaded = {
  readonly name: string;
  readonly plane: ControlPlaneProcess;
  readonly message: string;
  /** Requests a second, and microseconds of processor time a request, of each round. */
  readonly rates: number[];
  readonly times: number[];
};

const loaded = async (decisions: "kept" | "dropped"): Promise<Loaded> => {
  const plane = await openControlPlane(decisions);
  const port = Number(new URL(plane.endpoint).port);
  const create = signedMessage(port, plane.root, "CreateCluster", { clusterName: "harbour" });
  await loadFromOutside({ port, connections: 1, requests: 1, messages: [create] });
  const user = await restrictedUser(plane);
  const message = signedMessage(port, user, "DescribeClusters", { clusters: ["harbour"] });
  return { name: decisions, plane, message, rates: [], times: [] };
};

const load = async ({ plane, message, rates, times }: Loaded): Promise<void> => {
  const port = Number(new URL(plane.endpoint).port);
  const before = await plane.processorTime();
  const result = await loadFromOutside({
    port,
    connections: CONNECTIONS,
    requests: REQUESTS,
    messages: [message],
  });
  if (result.statuses["200"] !== REQUESTS) throw new Error(`not all 200: ${JSON.stringify(result.statuses)}`);
  times.push(((await plane.processorTime()) - before) / REQUESTS);
  rates.push(REQUESTS / result.seconds);
};

/** The middle one: a disturbance of the machine hits a round, not the log. */
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/** What the whole product loses by it: signed, authorized DescribeClusters, with the log and without, taking turns. */
const kept = await loaded("kept");
const dropped = await loaded("dropped");
for (const each of [kept, dropped]) {
  await load(each);
  each.rates.pop();
  each.times.pop();
}
for (let round = 0; round < ROUNDS; round += 1)
  for (const each of round % 2 === 0 ? [kept, dropped] : [dropped, kept]) await load(each);
await kept.plane.close();
await dropped.plane.close();
for (const { name, rates, times } of [kept, dropped])
  console.log(
    `DescribeClusters, decisions ${name.padEnd(8)} ${Math.round(median(rates))} requests/s, ${median(times).toFixed(1)} µs of processor time each`,
  );
const lost = median(kept.rates.map((rate, round) => 1 - rate / (dropped.rates[round] ?? rate)));
const added = median(kept.times.map((time, round) => time / (dropped.times[round] ?? time) - 1));
console.log(
  `the log costs ${(lost * 100).toFixed(1)} % of throughput and ${(added * 100).toFixed(1)} % of processor time, the middle of ${ROUNDS} pairs (wanted: at most 10 %)`,
);
