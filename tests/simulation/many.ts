import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Outcome } from "./simulation.ts";

/** How many seeds went. */
export type Summary = {
  readonly seeds: number;
  readonly steps: number;
  readonly crashes: number;
  readonly seen: Readonly<Record<string, number>>;
  readonly failures: readonly Outcome[];
};

/** How many seeds a thread is given at a time. */
const PORTION = 10;

/** What replays a seed, step by step. */
export const replayCommand = (seed: number): string => `npm run simulate -- --seed ${seed} --trace`;

/**
 * Runs seeds on all processors; after `most` failures no more are begun.
 *
 * @param failed told of each failure as soon as it is there
 */
export const simulateMany = async (
  first: number,
  count: number,
  most: number,
  failed: (outcome: Outcome) => void = () => {},
): Promise<Summary> => {
  let next = first;
  let [seeds, steps, crashes] = [0, 0, 0];
  const seen: Record<string, number> = {};
  const failures: Outcome[] = [];
  const portion = (): readonly number[] => {
    if (failures.length >= most) return [];
    const begin = next;
    next = Math.min(first + count, begin + PORTION);
    return Array.from({ length: next - begin }, (_, index) => begin + index);
  };
  const note = (outcome: Outcome): void => {
    seeds += 1;
    steps += outcome.steps;
    crashes += outcome.crashes;
    for (const [name, times] of Object.entries(outcome.seen)) seen[name] = (seen[name] ?? 0) + times;
    if (outcome.violation === undefined) return;
    failures.push(outcome);
    failed(outcome);
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url));
      worker.on("message", (outcomes: readonly Outcome[]) => {
        outcomes.forEach(note);
        worker.postMessage(portion());
      });
      worker.on("error", reject);
      worker.on("exit", () => resolve());
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(availableParallelism(), count)) }, work));
  return { seeds, steps, crashes, seen, failures };
};
