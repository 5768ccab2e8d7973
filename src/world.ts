import { randomBytes, randomUUID } from "node:crypto";

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

/** The machine's own clock and random source. */
export const realWorld: World = {
  now: Date.now,
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
  randomBytes: (count) => randomBytes(count),
  uuid: randomUUID,
  random: Math.random,
};
