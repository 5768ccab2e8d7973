import type { World } from "../../../../world.ts";

/** A world whose clock stands until it is moved, and whose identifiers and choices come from a seed. */
export type TestWorld = World & {
  /** Moves the clock, calling what is due on the way, in order. */
  readonly advance: (milliseconds: number) => void;
};

/** A generator of 32-bit numbers (mulberry32): good enough for tests, the same for the same seed. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
};

export const createTestWorld = (seed = 1): TestWorld => {
  const next = generator(seed);
  const randomBytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => next() & 255);
  let now = Date.UTC(2026, 10, 24, 12);
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  return {
    now: () => now,
    after: (milliseconds, action) => {
      const timer = { at: now + milliseconds, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    randomBytes,
    uuid: () => {
      const hex = Buffer.from(randomBytes(16)).toString("hex");
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `8${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join("-");
    },
    random: () => next() / 2 ** 32,
    advance: (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        const [due] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (due === undefined) break;
        timers.delete(due);
        now = due.at;
        due.action();
      }
      now = end;
    },
  };
};
