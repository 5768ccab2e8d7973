import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { replayCommand, simulateMany } from "./many.ts";
import { simulate } from "./simulation.ts";

/**
 * `--seed 17 --trace` replays a seed and prints every step of it; `--seeds 10000` runs so many on all processors,
 * from `--from` on, and begins no more after `--most` failures.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    trace: { type: "boolean", default: false },
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    most: { type: "string", default: "Infinity" },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const replay = async (seed: number): Promise<boolean> => {
  const { steps, crashes, digest, violation } = await simulate(seed, values.trace ? say : "digest");
  say(`seed ${seed}: ${steps} steps, ${crashes} crashes, digest ${digest}: ${violation ?? "all is well"}`);
  return violation === undefined;
};

const many = async (first: number, count: number): Promise<boolean> => {
  const began = performance.now();
  const { seeds, steps, crashes, seen, failures } = await simulateMany(
    first,
    count,
    Number(values.most),
    (outcome) => say(`seed ${outcome.seed}: ${outcome.violation}\n  ${replayCommand(outcome.seed)}`),
  );
  for (const [what, times] of Object.entries(seen).sort(([, one], [, other]) => other - one)) {
    say(`${String(times).padStart(8)}  ${what}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(
    `${seeds} seeds, ${steps} steps, ${crashes} crashes, ${failures.length} failed; ${seconds} s on ${availableParallelism()} processors`,
  );
  return failures.length === 0;
};

const well =
  values.seed === undefined
    ? await many(Number(values.from), Number(values.seeds))
    : await replay(Number(values.seed));
process.exitCode = well ? 0 : 1;
