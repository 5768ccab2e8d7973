import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentSettings } from "../../../agent/index.ts";
import { createManualWorld } from "../../../agent/testing/manual-world.ts";
import { realWorld } from "../../../world.ts";
import { superviseAgent } from "./agent-supervisor.ts";

const scene = () => {
  const world = createManualWorld({ ...realWorld, random: () => 0 });
  const lines: string[] = [];
  const ends: ((code: number) => void)[] = [];
  // INVARIANT: the supervisor itself reads nothing but the logger.
  const settings = { logger: (line: string) => void lines.push(line) } as unknown as AgentSettings;
  const supervisor = superviseAgent(settings, world, () => {
    const done = new Promise<number>((resolve) => ends.push(resolve));
    return { done, stop: async () => {} };
  });
  const exit = async (code: number): Promise<void> => {
    ends.at(-1)?.(code);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { world, lines, ends, exit, supervisor };
};

test("an agent that exits with 1 is started again, after ever longer pauses up to a minute", async () => {
  const { world, ends, exit } = scene();
  for (const pause of [1, 2, 4, 8, 16, 32, 60, 60]) {
    const before = ends.length;
    await exit(1);
    world.advance(pause * 1000 - 1);
    assert.equal(ends.length, before, `not before ${pause} s`);
    world.advance(1);
    assert.equal(ends.length, before + 1, `after ${pause} s`);
  }
});

test("an agent that worked for a while is started again soon", async () => {
  const { world, ends, exit } = scene();
  await exit(1);
  world.advance(1_000);
  await exit(1);
  world.advance(2_000);
  world.advance(60_000);
  await exit(1);
  world.advance(1_000);
  assert.equal(ends.length, 4);
});

test("an agent that exits with 5 is not started again", async () => {
  const { world, lines, ends, exit } = scene();
  await exit(5);
  world.advance(3_600_000);
  assert.equal(ends.length, 1);
  assert.match(lines.at(-1) ?? "", /will not be started again/);
});

test("a stopped supervisor starts nothing", async () => {
  const { world, ends, exit, supervisor } = scene();
  await exit(1);
  await supervisor.stop();
  world.advance(3_600_000);
  assert.equal(ends.length, 1);
});
