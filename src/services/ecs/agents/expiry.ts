import type { Cancel, World } from "../../../world.ts";

/** Things to forget some time after they came to an end. */
export type Expiry = {
  /** Something ended at this moment, in milliseconds since the epoch. */
  readonly add: (key: string, endedAt: number) => void;
  /** It is gone by other means. */
  readonly remove: (key: string) => void;
  readonly stop: () => void;
};

/**
 * Calls `forget` with what ended `life` milliseconds ago. Ends come nearly in order, so the first is looked at
 * only; one that comes late is forgotten late.
 */
export const createExpiry = (
  world: World,
  life: number,
  forget: (keys: readonly string[]) => void,
): Expiry => {
  const ended = new Map<string, number>();
  let cancel: Cancel | undefined;
  let stopped = false;

  const arm = (): void => {
    if (stopped || cancel !== undefined) return;
    const [first] = ended;
    if (first === undefined) return;
    cancel = world.after(Math.max(0, first[1] + life - world.now()), sweep);
  };

  const sweep = (): void => {
    cancel = undefined;
    const due: string[] = [];
    for (const [key, endedAt] of ended) {
      if (endedAt + life > world.now()) break;
      due.push(key);
      ended.delete(key);
    }
    if (due.length > 0) forget(due);
    arm();
  };

  return {
    add: (key, endedAt) => {
      if (ended.has(key)) return;
      ended.set(key, endedAt);
      arm();
    },
    remove: (key) => {
      ended.delete(key);
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
};
