import { parentPort } from "node:worker_threads";
import { type Outcome, simulate } from "./simulation.ts";

/** A thread that runs the seeds it is sent and sends back how they went; no seeds are its end. */
parentPort?.on("message", async (seeds: readonly number[]) => {
  if (seeds.length === 0) {
    parentPort?.close();
    return;
  }
  const outcomes: Outcome[] = [];
  for (const seed of seeds) outcomes.push(await simulate(seed));
  parentPort?.postMessage(outcomes);
});
parentPort?.postMessage([]);
