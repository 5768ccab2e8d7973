import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { realWorld } from "../../world.ts";
import type { RuntimeEvent } from "../container-runtime.ts";
import { createManualWorld } from "../testing/manual-world.ts";
import type { DockerEngine } from "./engine.ts";
import { watchDocker } from "./events.ts";

const event = (Action: string, Attributes: Readonly<Record<string, string>> = {}): string =>
  `${JSON.stringify({ Type: "container", Action, Actor: { ID: "c1", Attributes }, timeNano: 1_500_000_000 })}\n`;

test("translates events, also those cut in two, and asks for a comparison after the stream broke", async () => {
  const streams: PassThrough[] = [];
  let refuse = false;
  const engine: DockerEngine = {
    call: async () => {
      throw new Error("not called");
    },
    stream: async () => {
      if (refuse) throw new Error("the daemon is away");
      const stream = new PassThrough();
      streams.push(stream);
      return stream;
    },
  };
  const world = createManualWorld(realWorld);
  const seen: RuntimeEvent[] = [];
  const stop = await watchDocker(engine, world, "label=value", (one) => void seen.push(one));
  const until = async (count: number) => {
    while (seen.length < count) await new Promise(setImmediate);
  };
  const die = event("die", { exitCode: "7" });
  streams[0]?.write(die.slice(0, 20));
  streams[0]?.write(die.slice(20) + event("oom") + event("exec_start: sh"));
  streams[0]?.write(event("health_status: healthy") + event("destroy"));
  await until(4);
  assert.deepEqual(seen, [
    { type: "exited", id: "c1", exitCode: 7, at: 1500 },
    { type: "out-of-memory", id: "c1" },
    { type: "health", id: "c1", status: "HEALTHY" },
    { type: "removed", id: "c1" },
  ]);
  refuse = true;
  streams[0]?.destroy(new Error("the daemon restarts"));
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise(setImmediate);
    world.advance(100);
  }
  assert.equal(seen.length, 4);
  refuse = false;
  while (seen.length < 5) {
    await new Promise(setImmediate);
    world.advance(100);
  }
  assert.deepEqual(seen[4], { type: "resync" });
  streams[1]?.write(event("die", { exitCode: "0" }));
  await until(6);
  stop();
});
