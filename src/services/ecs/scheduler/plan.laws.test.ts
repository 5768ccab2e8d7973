import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Plan, plan } from "./plan.ts";
import { snapshotOf } from "./testing/instances.ts";
import { referencePlan } from "./testing/reference-plan.ts";
import { instanceFacts, seeded, shapes } from "./testing/requests.ts";

const clusters = fc
  .array(fc.tuple(instanceFacts, fc.constantFrom(0, 0, 1, 2)), { maxLength: 8 })
  .map((list) => ({
    facts: list.map(([facts], index) => ({ ...facts, id: String(index) })),
    counts: Object.fromEntries(list.map(([, count], index) => [String(index), count])),
  }));
const counts = fc.integer({ min: 1, max: 12 });
const seeds = fc.nat();

const placesOf = ({ placements }: Plan) => placements.map(({ instanceArn }) => instanceArn);

describe("a plan", () => {
  it("is the one that looking at every instance for every task gives", () => {
    fc.assert(
      fc.property(clusters, shapes, counts, seeds, ({ facts, counts: tasks }, shape, count, seed) => {
        const made = plan(snapshotOf(facts, tasks, seeded(seed)), { ...shape, count });
        assert.deepEqual(made, referencePlan(snapshotOf(facts, tasks, seeded(seed)), { ...shape, count }));
      }),
      { numRuns: 1500 },
    );
  });

  it("is the same for the same snapshot and seed", () => {
    fc.assert(
      fc.property(clusters, shapes, counts, seeds, ({ facts, counts: tasks }, shape, count, seed) => {
        const once = () => plan(snapshotOf(facts, tasks, seeded(seed)), { ...shape, count });
        assert.deepEqual(once(), once());
      }),
      { numRuns: 100 },
    );
  });

  it("spreads within one where resources allow", () => {
    const big = { demand: { cpu: 1, memory: 1, tcpPorts: [], udpPorts: [], gpus: 0 } };
    const spread = { type: "spread", field: "zone" } as const;
    const zones = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(zones, counts, seeds, (list, count, seed) => {
        const facts = list.map((zone, index) => ({ id: String(index), attributes: { zone } }));
        const request = { ...NOTHING, ...big, strategies: [spread], count };
        const perZone = new Map<string, number>(list.map((zone) => [zone, 0]));
        for (const id of placesOf(plan(snapshotOf(facts, {}, seeded(seed)), request))) {
          const zone = list[Number(id)] ?? "";
          perZone.set(zone, (perZone.get(zone) ?? 0) + 1);
        }
        assert.ok(Math.max(...perZone.values()) - Math.min(...perZone.values()) <= 1);
      }),
      { numRuns: 200 },
    );
  });

  it("opens no instance by binpack while one that is open fits", () => {
    const amounts = fc.array(fc.constantFrom(30, 50, 100), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(10, 25), counts, seeds, (cpus, cpu, count, seed) => {
        const facts = cpus.map((each, index) => ({ id: String(index), cpu: each }));
        const request = {
          ...NOTHING,
          demand: { cpu, memory: 0, tcpPorts: [], udpPorts: [], gpus: 0 },
          strategies: [{ type: "binpack", field: "cpu" } as const],
          count,
        };
        const left = new Map<string, number>(facts.map((each) => [each.id, each.cpu]));
        const open = new Set<string>();
        for (const id of placesOf(plan(snapshotOf(facts, {}, seeded(seed)), request))) {
          if (!open.has(id)) assert.ok([...open].every((each) => (left.get(each) ?? 0) < cpu));
          open.add(id);
          left.set(id, (left.get(id) ?? 0) - cpu);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const NOTHING = { requiredAttributes: [], constraints: { distinctInstance: false, memberOf: [] } };
