import type { World } from "../../world.ts";

/** A world whose clock stands still until it is moved. */
export type ManualWorld = World & {
  /** Moves the clock, calling what is due on the way, in order. */
  readonly advance: (milliseconds: number) => void;
};

/** A manual world that starts at `start` (milliseconds since the epoch) and takes its randomness from `world`. */
export const createManualWorld = (world: World, start = Date.UTC(2026, 0, 1)): ManualWorld => {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  return {
    ...world,
    now: () => now,
    after: (milliseconds, action) => {
      const timer = { at: now + milliseconds, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.action();
      }
      now = end;
    },
  };
};
