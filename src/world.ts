import { randomBytes, randomFillSync, randomUUID } from "node:crypto";

/** Cancels what {@link World.after} arranged; calling it twice is harmless. */
export type Cancel = () => void;

/**
 * Time, randomness and identifiers: the only door through which they come in, so that a test can hold the
 * clock and replay a seed.
 */
export type World = {
  /** The present moment, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls `action` once, `milliseconds` from now. */
  readonly after: (milliseconds: number, action: () => void) => Cancel;
  /** `count` unpredictable bytes, fit for secrets. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** A version 4 UUID. */
  readonly uuid: () => string;
  /** A number in [0, 1), for choices that are no secret. */
  readonly random: () => number;
};

/** Identifiers need a few bytes each, and asking the operating system for them costs more than the bytes. */
const POOL_BYTES = 4096;
const MOST_FROM_POOL = 64;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Unpredictable bytes; what is handed out is erased from the pool, so that nobody gets or finds it again. */
const pooledBytes = (count: number): Uint8Array => {
  if (count > MOST_FROM_POOL) return randomBytes(count);
  if (used + count > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
};

/** Nearly 25 days. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock and random source. */
export const realWorld: World = {
  now: Date.now,
  after: (milliseconds, action) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      // Why in pieces: a longer timer than this goes off at once.
      timer =
        left > LONGEST_TIMER
          ? setTimeout(() => wait(left - LONGEST_TIMER), LONGEST_TIMER)
          : setTimeout(action, left);
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
  randomBytes: pooledBytes,
  uuid: randomUUID,
  random: Math.random,
};
