import assert from "node:assert/strict";
import { test } from "node:test";
import { realWorld } from "../../world.ts";
import { type ContainerRuntime, RuntimeError } from "../container-runtime.ts";
import { memoryStore } from "../persistence/store.ts";
import type { ImagePullBehavior } from "../settings.ts";
import { createSimulatedRuntime } from "../simulated/runtime.ts";
import { createImageProvider } from "./images.ts";

/** A runtime with or without the image, whose registry has it, lacks it, or is ill for a while. */
const runtimeWith = (cached: boolean, registry: readonly (number | "ok")[]) => {
  let there = cached;
  let pulls = 0;
  const runtime: ContainerRuntime = {
    ...createSimulatedRuntime({ world: realWorld, store: memoryStore(), capacity: { cpu: 1, memory: 1 } }),
    image: async () =>
      there ? { id: "sha256:1", digest: pulls > 0 ? "sha256:d" : undefined, environment: [] } : undefined,
    pull: async () => {
      const answer = registry[Math.min(pulls, registry.length - 1)] ?? "ok";
      pulls += 1;
      if (answer !== "ok")
        throw new RuntimeError(answer === 404 ? "manifest not found" : "registry is ill", answer);
      there = true;
    },
  };
  return { runtime, pulls: () => pulls };
};

const cases: readonly (readonly [
  ImagePullBehavior,
  boolean,
  readonly (number | "ok")[],
  number,
  "cached" | "pulled" | "error",
])[] = [
  ["prefer-cached", true, ["ok"], 0, "cached"],
  ["prefer-cached", false, ["ok"], 1, "pulled"],
  ["prefer-cached", false, [404], 1, "error"],
  ["prefer-cached", false, [500, "ok"], 2, "pulled"],
  ["prefer-cached", false, [500], 3, "error"],
  ["once", true, ["ok"], 0, "cached"],
  ["default", true, ["ok"], 1, "pulled"],
  ["default", true, [404], 1, "cached"],
  ["always", true, [404], 1, "error"],
];
const impatient = {
  ...realWorld,
  after: (_milliseconds: number, action: () => void) => realWorld.after(0, action),
};

for (const [behavior, cached, registry, pulls, outcome] of cases)
  test(`${behavior}, ${cached ? "cached" : "not cached"}, registry ${registry.join(", ")}: ${outcome}`, async () => {
    const stub = runtimeWith(cached, registry);
    const provided = createImageProvider(stub.runtime, behavior, impatient).provide("web:1");
    if (outcome === "error") await assert.rejects(provided, { name: "CannotPullContainerError" });
    else assert.equal((await provided).pulled === undefined ? "cached" : "pulled", outcome);
    assert.equal(stub.pulls(), pulls);
  });

test("wishes for the same image share a pull", async () => {
  const stub = runtimeWith(false, ["ok"]);
  const images = createImageProvider(stub.runtime, "prefer-cached", impatient);
  await Promise.all(Array.from({ length: 5 }, () => images.provide("web:1")));
  assert.equal(stub.pulls(), 1);
});
