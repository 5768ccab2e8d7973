import { spawn } from "node:child_process";
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

/** A run of wrk. */
export type Load = {
  /** Lets it go on until so many requests were answered, then ends it; answers what became of all of them. */
  readonly stopAfter: (requests: number) => Promise<LoadResult>;
};

/** Longer than any run; in seconds. */
const LONGEST = 600;

/** Sends requests to a load balancer at its port on this machine, under its own name, until it is stopped. */
export const startLoad = (
  target: { readonly host: string; readonly port: number },
  connections: number,
): Load => {
  // The name would need a resolver that knows .localhost, which wrk's does not: the address, and the name as Host.
  const args = ["-t1", `-c${connections}`, `-d${LONGEST}`, "--timeout", "5s", "-s", script];
  const url = `http://127.0.0.1:${target.port}/`;
  const child = spawn("wrk", [...args, "-H", `Host: ${target.host}`, url], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let answered = 0;
  let wanted = Number.POSITIVE_INFINITY;
  const stopOnceEnough = (): void => {
    // wrk tells what it has measured when it is interrupted.
    if (answered >= wanted) child.kill("SIGINT");
  };
  const ended = new Promise<LoadResult>((resolve, reject) => {
    child.on("error", reject);
    child.stderr.on("data", (chunk: Buffer) => {
      // The script counts aloud there.
      answered = Number(/(\d+)\s*$/.exec(chunk.toString())?.[1] ?? answered);
      stopOnceEnough();
    });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("close", () => {
      const result = readLoad(output);
      if (result.requests > 0) resolve(result);
      else reject(new Error(`wrk has no result:\n${output}`));
    });
  });
  // Whoever breaks off in the middle leaves no load behind.
  process.once("exit", () => child.kill("SIGKILL"));
  ended.catch(() => {});
  return {
    stopAfter: (requests) => {
      wanted = requests;
      stopOnceEnough();
      return ended;
    },
  };
};
