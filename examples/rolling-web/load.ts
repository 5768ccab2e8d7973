import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How many answers of a version came within a tenth of a second; `at` is in milliseconds since the epoch. */
export type Counted = { readonly at: number; readonly version: string; readonly answers: number };

/** What became of all requests of a run. */
export type LoadResult = {
  readonly requests: number;
  /** Connections that broke, timeouts, and answers that were not the service's. */
  readonly failed: number;
  /** What the failures were, for a person; empty when there were none. */
  readonly failures: readonly string[];
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly counted: readonly Counted[];
};

const script = fileURLToPath(new URL("./load.lua", import.meta.url));

const SOCKET_ERRORS = ["connect", "read", "write", "timeout"] as const;

/** Reads what `load.lua` prints. */
export const readLoad = (output: string): LoadResult => {
  const counted: Counted[] = [];
  const failures: string[] = [];
  let failed = 0;
  let requests = 0;
  let latency = { p50: 0, p99: 0, max: 0 };
  for (const line of output.split("\n")) {
    const [word = "", ...rest] = line.split(" ");
    const numbers = rest.map(Number);
    const [first = 0, second = 0, third = 0] = numbers;
    if (word === "counted") counted.push({ at: first * 100, version: rest[1] ?? "", answers: third });
    if (word === "requests") requests = first;
    if (word === "latency") latency = { p50: first / 1000, p99: second / 1000, max: third / 1000 };
    if (word === "wrong" && first > 0) {
      failed += first;
      failures.push(`${first} wrong answers, such as: ${rest.slice(1).join(" ")}`);
    }
    if (word === "sockets") {
      for (const [index, kind] of SOCKET_ERRORS.entries()) {
        const count = numbers[index] ?? 0;
        failed += count;
        if (count > 0) failures.push(`${count} connections: ${kind}`);
      }
    }
  }
  return { requests, failed, failures, latency, counted: counted.toSorted((a, b) => a.at - b.at) };
};

/** A run of wrk; `ended` resolves when the time is over. */
export type Load = { readonly ended: Promise<LoadResult> };

/** Sends requests to a load balancer at its port on this machine, under its own name, for some seconds. */
export const startLoad = (
  target: { readonly host: string; readonly port: number },
  seconds: number,
  connections: number,
): Load => ({
  ended: new Promise((resolve, reject) => {
    // The name would need a resolver that knows .localhost, which wrk's does not: the address, and the name as Host.
    const args = ["-t1", `-c${connections}`, `-d${seconds}`, "--timeout", "5s", "-s", script];
    const host = ["-H", `Host: ${target.host}`];
    execFile("wrk", [...args, ...host, `http://127.0.0.1:${target.port}/`], (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`wrk: ${stderr || error.message}`));
      else resolve(readLoad(stdout));
    });
  }),
});
