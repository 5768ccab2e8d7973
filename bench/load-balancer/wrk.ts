import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a load came to. */
export type Load = {
  readonly requestsPerSecond: number;
  /** Answers that were no success, and connections that failed. */
  readonly failures: number;
  /** Processor time that a process spent on each request, in microseconds. */
  readonly microseconds: number;
};

/** Clock ticks a second, as Linux counts processor time for everybody. */
const TICKS = 100;

const ticks = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
};

/** Sends load to a port from wrk, one thread, for some seconds, and watches what it costs a process. */
export const load = async (
  port: number,
  pid: number,
  seconds: number,
  headers: readonly string[] = [],
): Promise<Load> => {
  const before = ticks(pid);
  const { stdout } = await run("wrk", [
    "-t1",
    "-c32",
    `-d${seconds}`,
    ...headers.flatMap((header) => ["-H", header]),
    `http://127.0.0.1:${port}/`,
  ]);
  const spent = (ticks(pid) - before) / TICKS;
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0);
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout);
  const wrong = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0),
    failures: wrong + (errors?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0),
    microseconds: requests === 0 ? Number.NaN : (spent / requests) * 1e6,
  };
};
