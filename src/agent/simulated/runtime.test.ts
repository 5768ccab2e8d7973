import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { realWorld } from "../../world.ts";
import type { RuntimeEvent } from "../container-runtime.ts";
import { memoryStore, type Store } from "../persistence/store.ts";
import { createManualWorld } from "../testing/manual-world.ts";
import { createSimulatedRuntime, simulatedExitAfter, simulatedExitCode } from "./runtime.ts";

const stage = (store: Store = memoryStore()) => {
  const world = createManualWorld(realWorld);
  const runtime = createSimulatedRuntime({ world, store, capacity: { cpu: 1024, memory: 1024 } });
  const make = (hostPort: number, more: object = {}, labels: Readonly<Record<string, string>> = {}) =>
    runtime.create("web", {
      Image: "any",
      Labels: { of: "test", ...labels },
      HostConfig: { PortBindings: { "80/tcp": [{ HostPort: String(hostPort) }] } },
      ...more,
    });
  return { world, runtime, make, store };
};

test("a fixed host port belongs to one running container", async () => {
  const { runtime, make } = stage();
  const [first, second] = [await make(8080), await make(8080)];
  await runtime.start(first);
  await assert.rejects(runtime.start(second), /Bind for 0\.0\.0\.0:8080 failed: port is already allocated/);
  await runtime.stop(first, 1);
  await runtime.start(second);
  assert.equal((await runtime.inspect(second))?.networkBindings[0]?.hostPort, 8080);
});

const signals = [
  [undefined, 0],
  ["SIGTERM", 0],
  ["SIGKILL", 137],
  ["9", 137],
] as const;
for (const [signal, exitCode] of signals)
  test(`stopped with ${signal ?? "the default signal"}: exit code ${exitCode}`, async () => {
    const { runtime, make } = stage();
    const id = await make(0, signal === undefined ? {} : { StopSignal: signal });
    await runtime.start(id);
    await runtime.stop(id, 1);
    assert.equal((await runtime.inspect(id))?.exitCode, exitCode);
  });

test("labels end a container by itself, again after each start, also when the process was another meanwhile", async () => {
  const { world, runtime, make, store } = stage();
  const events: RuntimeEvent[] = [];
  const id = await make(0, {}, { [simulatedExitAfter]: "60", [simulatedExitCode]: "3" });
  await runtime.watch("of", "test", (event) => void events.push(event));
  await runtime.watch("of", "another", () => assert.fail("not for this watcher"));
  await runtime.start(id);
  world.advance(59_000);
  assert.deepEqual(events, []);
  world.advance(1_000);
  assert.deepEqual(events, [{ type: "exited", id, exitCode: 3, at: world.now() }]);
  await runtime.start(id);
  const again = stage(store);
  again.world.advance(world.now() - again.world.now() + 60_000);
  assert.equal((await again.runtime.inspect(id))?.state, "exited");
});

test("running containers never share a host port", async () => {
  const step = fc.record({ port: fc.constantFrom(0, 0, 1, 2, 32_768), stop: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { runtime, make } = stage();
      const ids: string[] = [];
      for (const { port, stop } of steps) {
        const id = await make(port);
        ids.push(id);
        await runtime.start(id).catch(() => {});
        const victim = ids[stop];
        if (victim !== undefined) await runtime.stop(victim, 1);
        const ports: number[] = [];
        for (const one of ids) {
          const snapshot = await runtime.inspect(one);
          if (snapshot?.state === "running")
            ports.push(...snapshot.networkBindings.map(({ hostPort }) => hostPort));
        }
        assert.equal(new Set(ports).size, ports.length);
      }
    }),
    { numRuns: 50 },
  );
});
