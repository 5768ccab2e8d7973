import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { replayCommand, simulateMany } from "./many.ts";
import { simulate } from "./simulation.ts";

const SEEDS = 2000;

/**
 * What no run may do without: if one of these faults, or of these parts of lines of the event log, never happens, the
 * simulation has lost its teeth.
 */
const MUST_HAPPEN = [
  "controlPlaneCrash",
  "connectionBreaks",
  "connectionGoesSilent",
  "agentCrash",
  "machineLost",
  "containerExits",
  "clockJumps",
  "diskFull",
  "nonsense",
  "has reached a steady state.",
  "deployment completed.",
  "deployment failed: tasks failed to start.",
  "rolling back to deployment .",
  "failed container health checks.",
  "was unable to place a task",
  "to AZ Rebalance",
  "due to AZ rebalancing",
  "tasks under protection",
  "is unable to consistently start tasks successfully.",
] as const;

describe("a simulation", () => {
  it("is the same for the same seed, step by step, whatever ran before", async () => {
    const digests = new Map<number, string>();
    for (const seed of [3, 1, 4, 15, 9]) digests.set(seed, (await simulate(seed, "digest")).digest);
    for (const [seed, digest] of [...digests].reverse()) {
      assert.equal((await simulate(seed, "digest")).digest, digest, `seed ${seed}`);
    }
    assert.equal(new Set(digests.values()).size, digests.size);
  });

  it(`converges from ${SEEDS} seeds and keeps every promise on the way`, async () => {
    const { failures, seeds, crashes, seen } = await simulateMany(1, SEEDS, 5);
    const report = failures.map(({ seed, violation }) => `${violation}\n  ${replayCommand(seed)}`);
    assert.equal(failures.length, 0, `\n${report.join("\n")}`);
    assert.equal(seeds, SEEDS);
    assert.ok(crashes > SEEDS, `${crashes} crashes of the control plane`);
    for (const what of MUST_HAPPEN) {
      const lines = Object.entries(seen).filter(([line]) => line.includes(what));
      const times = lines.reduce((sum, [, count]) => sum + count, 0);
      assert.ok(times >= SEEDS / 50, `${what}: ${times}`);
    }
  });
});
