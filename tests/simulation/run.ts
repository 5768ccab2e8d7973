import { parseArgs } from "node:util";
import { simulate } from "./simulation.ts";

/**
 * `node tests/simulation/run.ts --seed 17 --trace` replays a seed step by step;
 * `--seeds 10000` runs so many, from `--from` on.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    trace: { type: "boolean", default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.seed !== undefined) {
  const outcome = await simulate(Number(values.seed), values.trace ? say : "digest");
  say(
    `seed ${outcome.seed}: ${outcome.steps} steps, ${outcome.crashes} crashes, digest ${outcome.digest}: ${outcome.violation ?? "all is well"}`,
  );
  process.exitCode = outcome.violation === undefined ? 0 : 1;
} else {
  const first = Number(values.from);
  const began = Date.now();
  let [steps, crashes, failed] = [0, 0, 0];
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const outcome = await simulate(seed);
    steps += outcome.steps;
    crashes += outcome.crashes;
    if (outcome.violation === undefined) continue;
    failed += 1;
    say(`seed ${seed}: ${outcome.violation}\n  node tests/simulation/run.ts --seed ${seed} --trace`);
  }
  say(
    `${values.seeds} seeds, ${steps} steps, ${crashes} crashes, ${failed} failed, ${Date.now() - began} ms`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}
