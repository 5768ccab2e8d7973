import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { cpuUnits, memoryMib } from "../scheduler/task-size.ts";
import { isFargateSize, taskCpu, taskMemory } from "./task-size.ts";

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
describe("the size of a task", () => {
  it("is given in units or vCPUs, and in MiB or GB", () => {
    for (const [text, units] of [
      ["256", 256],
      [".25 vCPU", 256],
      ["0.5vcpu", 512],
      ["1 vCPU", 1024],
      ["16 VCPU", 16384],
    ] as const) {
      assert.equal(taskCpu(text), units, text);
    }
    for (const [text, mib] of [
      ["512", 512],
      ["0.5GB", 512],
      ["1 gb", 1024],
      ["30 GB", 30720],
    ] as const) {
      assert.equal(taskMemory(text), mib, text);
    }
  });

  it("never reads anything but a whole number", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const read of [taskCpu, taskMemory]) {
          let size: number | undefined;
          try {
            size = read(text);
          } catch {
            continue;
          }
          assert.ok(size !== undefined && Number.isInteger(size) && size > 0);
        }
      }),
    );
  });

  it("is read in one go however long it is", () => {
    // Read with a pattern that tries every division of these texts, the test would not end.
    for (const hostile of ["1".repeat(1_000_000), " ".repeat(1_000_000), ".1".repeat(500_000)]) {
      for (const read of [taskCpu, taskMemory, cpuUnits, memoryMib])
        assert.throws(() => read(`1${hostile}x`), { code: "ClientException" });
    }
  });

  it("must be one that Fargate has", () => {
    const sizes: readonly (readonly [cpu: number, memory: readonly number[], not: readonly number[]])[] = [
      [256, [512, 1024, 2048], [256, 1536, 3072]],
      [512, [1024, 4096], [512, 5120, 1536]],
      [1024, [2048, 8192], [1024, 9216]],
      [2048, [4096, 16384], [3072, 17408]],
      [4096, [8192, 30720], [7168, 31744]],
      [8192, [16384, 20480, 61440], [18432, 65536]],
      [16384, [32768, 40960, 122880], [36864, 131072]],
      [128, [], [512]],
    ];
    for (const [cpu, has, not] of sizes) {
      for (const memory of has) assert.ok(isFargateSize(cpu, memory), `${cpu}/${memory}`);
      for (const memory of not) assert.ok(!isFargateSize(cpu, memory), `${cpu}/${memory}`);
    }
  });
});
