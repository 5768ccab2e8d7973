import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readConstraints, readStrategies } from "./placement-options.ts";
import { type PlacementRequest, plan } from "./plan.ts";
import { type InstanceFacts, snapshotOf } from "./testing/instances.ts";

const request = (rest: Partial<PlacementRequest> = {}): PlacementRequest => ({
  count: 1,
  demand: { cpu: 256, memory: 256, tcpPorts: [], udpPorts: [], gpus: 0 },
  requiredAttributes: [],
  constraints: readConstraints([]),
  strategies: [],
  ...rest,
});

const small = { cpu: 1, memory: 1, tcpPorts: [], udpPorts: [], gpus: 0 };

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
const refusals: readonly [string, InstanceFacts, Partial<PlacementRequest>, string][] = [
  ["too little CPU", { id: "a", cpu: 255 }, {}, "RESOURCE:CPU"],
  ["too little memory", { id: "a", memory: 255 }, {}, "RESOURCE:MEMORY"],
  [
    "a TCP port taken",
    { id: "a", tcpPorts: [80] },
    { demand: { ...small, tcpPorts: [80] } },
    "RESOURCE:PORTS",
  ],
  [
    "a UDP port taken",
    { id: "a", udpPorts: [53] },
    { demand: { ...small, udpPorts: [53] } },
    "RESOURCE:PORTS",
  ],
  ["no GPU left", { id: "a", gpuIds: ["g1"] }, { demand: { ...small, gpus: 2 } }, "RESOURCE:GPU"],
  ["its agent away", { id: "a", connected: false }, {}, "AGENT"],
  ["an attribute missing", { id: "a" }, { requiredAttributes: [{ name: "x" }] }, "ATTRIBUTE"],
  [
    "an attribute of another value",
    { id: "a", attributes: { x: "1" } },
    { requiredAttributes: [{ name: "x", value: "2" }] },
    "ATTRIBUTE",
  ],
  [
    "no part in what memberOf describes",
    { id: "a" },
    { constraints: readConstraints([{ type: "memberOf", expression: "attribute:zone == b" }]) },
    "MemberOf placement constraint unsatisfied.",
  ],
];

describe("an instance is refused with", () => {
  for (const [name, instance, rest, reason] of refusals) {
    it(name, () => {
      const { placements, failures } = plan(snapshotOf([instance]), request(rest));
      assert.deepEqual(placements, []);
      assert.deepEqual(
        failures.map((failure) => [failure.instanceArn, failure.reason]),
        [["a", reason]],
      );
    });
  }

  it("nothing when the same port is free for the other protocol", () => {
    const demand = { ...small, udpPorts: [53] };
    assert.equal(plan(snapshotOf([{ id: "a", tcpPorts: [53] }]), request({ demand })).placements.length, 1);
  });
});

const placed = (facts: readonly InstanceFacts[], rest: Partial<PlacementRequest>, counts = {}) =>
  plan(snapshotOf(facts, counts), request({ demand: small, ...rest })).placements.map(
    ({ instanceArn }) => instanceArn,
  );

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
describe("a strategy", () => {
  it("packs the instance with the least left", () => {
    const strategies = readStrategies([{ type: "binpack", field: "memory" }]);
    const facts = [
      { id: "a", memory: 900 },
      { id: "b", memory: 100 },
      { id: "c", memory: 500 },
    ];
    assert.deepEqual(placed(facts, { strategies, count: 3 }), ["b", "b", "b"]);
  });

  it("spreads over instances, counting those that have tasks already", () => {
    const strategies = readStrategies([{ type: "spread", field: "instanceId" }]);
    const facts = [{ id: "a" }, { id: "b" }, { id: "c" }];
    assert.deepEqual(placed(facts, { strategies, count: 4 }, { a: 2 }).sort(), ["b", "b", "c", "c"]);
  });

  it("spreads over zones and packs within them", () => {
    const strategies = readStrategies([
      { type: "spread", field: "attribute:ecs.availability-zone" },
      { type: "binpack", field: "cpu" },
    ]);
    const zone = (value: string) => ({ "ecs.availability-zone": value });
    const facts = [
      { id: "a1", cpu: 500, attributes: zone("a") },
      { id: "a2", cpu: 100, attributes: zone("a") },
      { id: "b1", cpu: 900, attributes: zone("b") },
    ];
    assert.deepEqual(placed(facts, { strategies, count: 4 }).sort(), ["a2", "a2", "b1", "b1"]);
  });

  it("counts what the plan itself has placed, even when it comes second", () => {
    const strategies = readStrategies([
      { type: "binpack", field: "cpu" },
      { type: "spread", field: "attribute:zone" },
    ]);
    const facts = [
      { id: "a", cpu: 1, attributes: { zone: "a" } },
      { id: "a2", cpu: 5, attributes: { zone: "a" } },
      { id: "b", cpu: 5, attributes: { zone: "b" } },
    ];
    assert.deepEqual(placed(facts, { strategies, count: 2 }), ["a", "b"]);
  });

  it("puts tasks on distinct instances", () => {
    const constraints = readConstraints([{ type: "distinctInstance" }]);
    const facts = [{ id: "a" }, { id: "b" }];
    assert.deepEqual(placed(facts, { constraints, count: 3 }).sort(), ["a", "b"]);
  });
});

const instanceFacts = fc.record({
  cpu: fc.integer({ min: 0, max: 500 }),
  memory: fc.integer({ min: 0, max: 500 }),
  tcpPorts: fc.subarray([80, 443]),
  udpPorts: fc.subarray([53]),
  gpuIds: fc.subarray(["g1", "g2"]),
  attributes: fc.record({ zone: fc.constantFrom("a", "b") }),
});

const demands = fc.record({
  cpu: fc.integer({ min: 0, max: 200 }),
  memory: fc.integer({ min: 0, max: 200 }),
  tcpPorts: fc.subarray([80, 443]),
  udpPorts: fc.subarray([53]),
  gpus: fc.integer({ min: 0, max: 1 }),
});

const strategyLists = fc.array(
  fc.constantFrom(
    { type: "random" as const },
    { type: "spread" as const, field: "instanceId" },
    { type: "spread" as const, field: "attribute:zone" },
    { type: "binpack" as const, field: "cpu" },
    { type: "binpack" as const, field: "memory" },
  ),
  { maxLength: 3 },
);

describe("a plan", () => {
  it("never takes more than there is, and takes all it can", () => {
    fc.assert(
      fc.property(
        fc.array(instanceFacts, { maxLength: 5 }),
        demands,
        fc.integer({ min: 1, max: 10 }),
        strategyLists,
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (list, demand, count, strategies, choices) => {
          const facts = list.map((instance, index) => ({ ...instance, id: String(index) }));
          const snapshot = snapshotOf(facts, {}, () => choices.next().value ?? 0);
          const made = plan(snapshot, request({ demand, count, strategies: readStrategies(strategies) }));
          for (const instance of facts) {
            const taken = made.placements.filter(({ instanceArn }) => instanceArn === instance.id);
            const sum = (measure: (reservation: (typeof taken)[number]["reservation"]) => number) =>
              taken.reduce((total, { reservation }) => total + measure(reservation), 0);
            assert.ok(sum(({ cpu }) => cpu) <= instance.cpu);
            assert.ok(sum(({ memory }) => memory) <= instance.memory);
            const ports = taken.flatMap(({ reservation }) => reservation.tcpPorts);
            assert.equal(
              new Set([...ports, ...instance.tcpPorts]).size,
              ports.length + instance.tcpPorts.length,
            );
            const gpus = taken.flatMap(({ reservation }) => reservation.gpuIds);
            assert.equal(new Set(gpus).size, gpus.length);
            assert.ok(gpus.every((id) => instance.gpuIds.includes(id)));
          }
          if (facts.length > 0) assert.equal(made.placements.length === count, made.failures.length === 0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
