import type { World } from "../../world.ts";
import { describeError } from "../api/errors.ts";
import type { Backoff } from "./backoff.ts";
import { type ConnectionEnd, type ConnectionSettings, connect } from "./connection.ts";

/** What keeps one of the agent's two WebSockets open. */
export type KeptConnection = Omit<ConnectionSettings, "url"> & {
  /** Its name in the log. */
  readonly name: string;
  /** The URL of the next attempt. */
  readonly url: () => Promise<string>;
  readonly backoff: Backoff;
  readonly logger: (line: string) => void;
  /** Called when a connection or an attempt has ended. */
  readonly onEnd?: (end: ConnectionEnd) => void;
};

// The server closed in good order, or the network or the process at the other end went away.
const atOnce = new Set([1000, 1001, 1006, 1011]);
const stable = 60_000;
const shortest = 1_000;
/** How long a deregistered instance waits before it asks again. */
const inactivePause = 60 * 60_000;

const pauseAfter = (end: ConnectionEnd, backoff: Backoff): number => {
  if (end.refusal === "InactiveInstanceException") return inactivePause;
  if (end.openFor === undefined) return backoff.next();
  if (end.openFor >= stable) backoff.reset();
  // Why not at once below a second: a server that accepts and hangs up would be hammered.
  return atOnce.has(end.code) && end.openFor >= shortest ? 0 : backoff.next();
};

const sleep = (world: World, milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      cancel();
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const cancel = world.after(milliseconds, wake);
    signal.addEventListener("abort", wake);
  });

/** Opens the connection, and again whenever it ends, with the pauses of Amazon's agent, until `signal` aborts. */
export const keepConnected = async (kept: KeptConnection): Promise<void> => {
  const { signal, name, logger, backoff, world } = kept;
  while (!signal.aborted) {
    let pause: number;
    try {
      const end = await connect({ ...kept, url: await kept.url() });
      if (signal.aborted) return;
      kept.onEnd?.(end);
      pause = pauseAfter(end, backoff);
      const what = end.openFor === undefined ? "could not connect" : `disconnected (${end.code})`;
      logger(`${name}: ${what}${end.reason === "" ? "" : `: ${end.reason}`}; next try in ${pause} ms`);
    } catch (error) {
      if (signal.aborted) return;
      pause = backoff.next();
      logger(`${name}: could not connect: ${describeError(error)}; next try in ${pause} ms`);
    }
    if (pause > 0) await sleep(world, pause, signal);
  }
};
