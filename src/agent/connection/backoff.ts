import type { World } from "../../world.ts";

/** Growing pauses between attempts; `reset` starts over. */
export type Backoff = {
  /** The next pause in milliseconds. */
  readonly next: () => number;
  readonly reset: () => void;
};

/** Pauses from `first` to `most` milliseconds, each `factor` times the one before, spread by `jitter` (0.2 = ±20 %). */
export const createBackoff = (
  world: World,
  first: number,
  most: number,
  factor: number,
  jitter = 0.2,
): Backoff => {
  let pause = first;
  return {
    next: () => {
      const current = pause;
      pause = Math.min(most, pause * factor);
      return Math.round(current * (1 + jitter * (2 * world.random() - 1)));
    },
    reset: () => {
      pause = first;
    },
  };
};
