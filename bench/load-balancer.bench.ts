import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findHaproxy } from "../src/services/elb/haproxy/process/find-haproxy.ts";
import { freePort, freePorts } from "../src/services/elb/haproxy/testing/free-port.ts";
import {
  balancerRow,
  groupRow,
  listenerRow,
  openScene,
  targetRow,
} from "../src/services/elb/haproxy/testing/scene.ts";
import { ask, openWeb } from "../src/services/elb/haproxy/testing/web.ts";
import { targetTable } from "../src/services/elb/v2/targets/table.ts";
import { bareMinimum, sameByHand, startHaproxy, targetConfiguration } from "./load-balancer/haproxy.ts";
import { type Load, load } from "./load-balancer/wrk.ts";

const SERVICES = 200;
const ROUNDS = 8;
const SECONDS = 2;
const CHANGES = 20;
const DEATHS = 10;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const show = (what: string, figure: string): void => console.log(`${what.padEnd(58)} ${figure}`);

const hasWrk = (): boolean => {
  try {
    execFileSync("which", ["wrk"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const pidIn = (folder: string): number =>
  Number((JSON.parse(readFileSync(join(folder, "running.json"), "utf8")) as { pid: number }).pid);

const summary = (loads: readonly Load[]): string =>
  `${median(loads.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0)} requests/s, ${median(loads.map(({ microseconds }) => microseconds)).toFixed(1)} µs of processor time each`;

/** Requests through one load balancer of many, against the same HAProxy configured by hand for one. */
const throughput = async (program: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-bench-"));
  const [byHand = 0, bareHand = 0, alone = 0, shared = 0, ...targets] = await freePorts(6);
  const bare = [
    startHaproxy(program, folder, "targets", targetConfiguration(targets)),
    startHaproxy(program, folder, "by-hand", sameByHand(byHand, targets)),
    startHaproxy(program, folder, "bare", bareMinimum(bareHand, targets)),
  ];
  const scene = await openScene();
  const checked = { healthCheck: { ...groupRow("any").healthCheck, intervalSeconds: 30 } };
  const group = groupRow("web", checked);
  const balancer = balancerRow("web");
  const others = Array.from({ length: SERVICES }, (_, index) => balancerRow(`service-${index}`));
  const groups = others.map((_, index) => groupRow(`service-${index}`, checked));
  await scene.put(
    balancer,
    group,
    listenerRow(balancer, alone, [group]),
    ...others,
    ...groups,
    ...others.map((other, index) => listenerRow(other, shared, groups.slice(index, index + 1))),
    ...targets.flatMap((port) => [group, ...groups].map((each) => targetRow(each, port))),
  );
  for (const each of [group, ...groups]) for (const port of targets) await scene.until(each, port, "healthy");
  await scene.balancing.settled();
  const pid = pidIn(scene.folder);
  const middle = `Host: ${others[SERVICES >> 1]?.dnsName}:${shared}`;
  const loads: Record<"hand" | "bare" | "alone" | "shared", Load[]> = {
    hand: [],
    bare: [],
    alone: [],
    shared: [],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    loads.hand.push(await load(byHand, bare[1]?.pid ?? 0, SECONDS));
    loads.bare.push(await load(bareHand, bare[2]?.pid ?? 0, SECONDS));
    loads.alone.push(await load(alone, pid, SECONDS));
    loads.shared.push(await load(shared, pid, SECONDS, [middle]));
  }
  const ratio = (of: "bare" | "alone" | "shared", figure: (load: Load) => number): number =>
    median(loads[of].map((each, round) => figure(each) / figure(loads.hand[round] ?? each)));
  show("HAProxy configured by hand for the same", summary(loads.hand));
  show(
    "HAProxy configured by hand with the least that will do",
    `${summary(loads.bare)}; ${ratio("bare", (one) => one.requestsPerSecond).toFixed(2)} of the throughput, processor time ${ratio("bare", (one) => one.microseconds).toFixed(2)}`,
  );
  show(
    "a load balancer that has its port to itself",
    `${summary(loads.alone)}; ${ratio("alone", (one) => one.requestsPerSecond).toFixed(2)} of the throughput by hand, processor time ${ratio("alone", (one) => one.microseconds).toFixed(2)}`,
  );
  show(
    `one of ${SERVICES} load balancers on a port`,
    `${summary(loads.shared)}; ${ratio("shared", (one) => one.requestsPerSecond).toFixed(2)} of the throughput by hand, processor time ${ratio("shared", (one) => one.microseconds).toFixed(2)}`,
  );
  show(
    "failed requests",
    String(
      Object.values(loads)
        .flat()
        .reduce((sum, { failures }) => sum + failures, 0),
    ),
  );
  await scene.close();
  for (const each of bare) each.close();
  rmSync(folder, { recursive: true, force: true });
};

/** How long after a change of a target, or after its death, the last request still went where it should not. */
const changes = async (): Promise<void> => {
  const scene = await openScene();
  const port = await freePort();
  const [staying, coming] = [await openWeb("staying"), await openWeb("coming")];
  const balancers = Array.from({ length: SERVICES }, (_, index) => balancerRow(`service-${index}`));
  const groups = balancers.map((_, index) =>
    groupRow(`service-${index}`, { attributes: { "deregistration_delay.timeout_seconds": "0" } }),
  );
  await scene.put(
    ...balancers,
    ...groups,
    ...balancers.map((each, index) => listenerRow(each, port, groups.slice(index, index + 1))),
    ...groups.map((group) => targetRow(group, staying.port)),
  );
  for (const group of groups) await scene.until(group, staying.port, "healthy");
  await scene.balancing.settled();
  const from = async (service: number): Promise<string> => {
    const answer = await ask(port, "/", { headers: { host: `${balancers[service]?.dnsName}:${port}` } });
    return answer.status === 200 ? answer.body : String(answer.status);
  };
  const arrivals: number[] = [];
  const departures: number[] = [];
  const deaths: number[] = [];
  let failures = 0;
  /** Milliseconds until `enough` requests in a row have met `isRight`, counted from the first of them. */
  const settles = async (
    service: number,
    isRight: (body: string) => boolean,
    enough: number,
  ): Promise<number> => {
    const began = performance.now();
    let right = 0;
    let since = 0;
    while (right < enough && performance.now() - began < 10_000) {
      const asked = performance.now() - began;
      const body = await from(service);
      if (/^\d+$/.test(body)) failures += 1;
      if (!isRight(body)) right = 0;
      else {
        if (right === 0) since = asked;
        right += 1;
      }
    }
    return since;
  };
  for (let round = 0; round < CHANGES; round += 1) {
    const service = (round * 7) % SERVICES;
    const group = groups[service] ?? groupRow("none");
    const row = targetRow(group, coming.port);
    await scene.state.transact((transaction) => transaction.table(targetTable).put(row));
    arrivals.push(await settles(service, (body) => body === "coming", 1));
    await scene.state.transact((transaction) =>
      transaction
        .table(targetTable)
        .put({ ...row, health: { state: "draining" }, deregisteredAt: Date.now() }),
    );
    departures.push(await settles(service, (body) => body === "staying", 10));
  }
  for (let round = 0; round < DEATHS; round += 1) {
    const service = (round * 7) % SERVICES;
    const group = groups[service] ?? groupRow("none");
    const mortal = await openWeb("mortal");
    await scene.put(targetRow(group, mortal.port));
    await scene.until(group, mortal.port, "healthy");
    await settles(service, (body) => body === "mortal", 1);
    await mortal.close();
    deaths.push(await settles(service, (body) => body === "staying", 10));
  }
  const figures = (numbers: readonly number[]): string =>
    `${median(numbers).toFixed(1)} ms, at most ${Math.max(...numbers).toFixed(1)} ms`;
  show(`a registered target gets its first request (of ${SERVICES} services)`, figures(arrivals));
  show("the last request to a deregistered target", figures(departures));
  show("the last request to a target that has died", figures(deaths));
  show("failed requests meanwhile", String(failures));
  await scene.close();
  await staying.close();
  await coming.close();
};

/** What the load balancers are worth: their throughput, and how fast they follow. */
export const run = async (): Promise<void> => {
  const program = findHaproxy();
  if (program === undefined) return show("HAProxy", "is not installed");
  await changes();
  if (hasWrk()) await throughput(program);
  else show("wrk", "is not installed: no throughput measured");
};

await run();
