import { connect } from "node:net";

/** One load: the same request again and again over a number of kept-alive connections. */
export type Load = {
  readonly port: number;
  readonly connections: number;
  /** How many requests in all; the load ends by itself. */
  readonly requests: number;
  /** Whole HTTP requests; each connection takes the next one, round and round. */
  readonly messages: readonly string[];
};

/** What a load came to. */
export type LoadResult = {
  readonly requests: number;
  readonly seconds: number;
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The slowest answer of the fastest 50 and 99 of a hundred, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
};

const HEAD_END = Buffer.from("\r\n\r\n");

/** Runs a load to its end. As little work per request as the client can do: what is measured is the server. */
export const runLoad = ({ port, connections, requests, messages }: Load): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const bytes = messages.map((message) => Buffer.from(message));
    const statuses: Record<string, number> = {};
    const times: number[] = [];
    const started = performance.now();
    let sent = 0;
    let answered = 0;
    const open = (): void => {
      let pending: Buffer = Buffer.alloc(0);
      let at = 0;
      let inFlight = false;
      const socket = connect(port, "127.0.0.1", () => next());
      socket.setNoDelay(true);
      const next = (): void => {
        if (sent >= requests) {
          socket.end();
          return;
        }
        at = performance.now();
        inFlight = true;
        // INVARIANT: a load has at least one message.
        socket.write(bytes[sent++ % bytes.length]!);
      };
      socket.on("data", (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const end = pending.indexOf(HEAD_END);
        if (end < 0) return;
        const head = pending.toString("latin1", 0, end);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (pending.length < end + 4 + length) return;
        pending = pending.subarray(end + 4 + length);
        const status = head.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        times.push(performance.now() - at);
        answered += 1;
        inFlight = false;
        if (answered === requests) finish();
        // A server that closes after each answer gets a new connection for the next request.
        else if (/connection: close/i.test(head) || head.startsWith("HTTP/1.0")) socket.end();
        else next();
      });
      socket.on("close", () => {
        if (inFlight) reject(new Error("the server closed a connection without an answer"));
        else if (sent < requests) open();
      });
      socket.on("error", reject);
    };
    const finish = (): void => {
      times.sort((a, b) => a - b);
      const part = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
      resolve({
        requests: answered,
        seconds: (performance.now() - started) / 1000,
        statuses,
        p50: part(0.5),
        p99: part(0.99),
      });
    };
    for (let index = 0; index < connections; index += 1) open();
  });
