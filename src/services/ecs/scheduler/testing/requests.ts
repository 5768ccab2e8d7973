import fc from "fast-check";
import { readConstraints, readStrategies } from "../placement-options.ts";
import type { PlacementShape } from "../standings.ts";

/** Requests of every kind that small clusters of {@link instanceFacts} can tell apart. */
export const shapes: fc.Arbitrary<PlacementShape> = fc
  .record({
    demand: fc.record({
      cpu: fc.constantFrom(0, 10, 100, 200),
      memory: fc.constantFrom(0, 10, 100),
      tcpPorts: fc.subarray([80, 443], { maxLength: 1 }),
      udpPorts: fc.subarray([53]),
      gpus: fc.constantFrom(0, 0, 0, 1),
    }),
    requiredAttributes: fc.subarray([{ name: "disk", value: "ssd" }]),
    constraints: fc.subarray(
      [
        { type: "distinctInstance" as const },
        { type: "memberOf" as const, expression: "attribute:zone in [a, b]" },
        { type: "memberOf" as const, expression: "not(task:group == family:other)" },
        { type: "memberOf" as const, expression: "runningTasksCount < 1" },
      ],
      { maxLength: 2 },
    ),
    strategies: fc.array(
      fc.constantFrom(
        { type: "random" as const },
        { type: "spread" as const, field: "instanceId" },
        { type: "spread" as const, field: "attribute:zone" },
        { type: "spread" as const, field: "attribute:disk" },
        { type: "binpack" as const, field: "cpu" },
        { type: "binpack" as const, field: "memory" },
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ constraints, strategies, ...rest }) => ({
    ...rest,
    constraints: readConstraints(constraints),
    strategies: readStrategies(strategies),
  }));

/** What an instance may be like: few values, so that many are equals. */
export const instanceFacts = fc.record({
  cpu: fc.constantFrom(0, 100, 200, 500),
  memory: fc.constantFrom(0, 100, 500),
  tcpPorts: fc.subarray([80, 443]),
  udpPorts: fc.subarray([53]),
  gpuIds: fc.subarray(["g1", "g2"]),
  connected: fc.constantFrom(true, true, true, false),
  attributes: fc.record(
    { zone: fc.constantFrom("a", "b", "c"), disk: fc.constantFrom("ssd", "hdd") },
    { requiredKeys: [], noNullPrototype: true },
  ),
});

/** Random numbers that come again for the same seed. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
