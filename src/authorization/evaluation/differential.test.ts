import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { decide, explain } from "../index.ts";
import { anyLayers, anyRequest } from "../testing/arbitraries.ts";
import { compileLayers } from "../testing/compile-layers.ts";
import { referenceDecide } from "../testing/reference-evaluator.ts";

// PORTREEVE_POLICY_CASES=1000000 for a night; the seed of a failure is in its message.
const numRuns = Number(process.env["PORTREEVE_POLICY_CASES"] ?? 20_000);

it(`decides ${numRuns} random cases as the reference evaluator does, and explains the same decision`, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyLayers, fc.array(anyRequest, { minLength: 4, maxLength: 4 }), (layers, requests) => {
      const compiled = compileLayers(layers);
      for (const request of requests) {
        const { allowed, outcome, layer } = decide(request, compiled);
        assert.deepEqual({ allowed, outcome, layer }, referenceDecide(request, layers));
        const kind = `${outcome} ${layer}`;
        const times = seen.get(kind) ?? 0;
        seen.set(kind, times + 1);
        // The trace costs more than the decision: every case of a rare kind, some of the others.
        if (times < 200 || times % 10 === 0)
          assert.deepEqual(explain(request, compiled).decision, decide(request, compiled));
      }
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  );
  // A generator that never gets past the first layer would prove nothing.
  if (numRuns >= 20_000) assert.ok(seen.size >= 16, [...seen.keys()].join(", "));
});
