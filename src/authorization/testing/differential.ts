import assert from "node:assert/strict";
import fc from "fast-check";
import { decide, explain } from "../index.ts";
import type { AuthorizationRequest } from "../types.ts";
import { anyLayers, anyRequest } from "./arbitraries.ts";
import { compileLayers } from "./compile-layers.ts";
import { referenceDecide } from "./reference-evaluator.ts";

/** How many random cases a run of all tests decides: 200,000, or what `PORTREEVE_POLICY_CASES` says. */
export const POLICY_CASES = Number(process.env["PORTREEVE_POLICY_CASES"] ?? 200_000);

const REQUESTS = 5;

/** Everybody asks what everybody else asks. */
const mixed = (requests: readonly AuthorizationRequest[]): readonly AuthorizationRequest[] =>
  requests.flatMap(({ principal, context }) => requests.map((asked) => ({ ...asked, principal, context })));

/**
 * Decides `cases` random requests with the engine and with the reference evaluator, and compares outcome and layer;
 * of some, the explanation's decision too. The seed of a failure is in its message.
 */
export const compareWithReference = (cases: number): void => {
  const seen = new Map<string, number>();
  let withConditions = 0;
  fc.assert(
    fc.property(
      anyLayers,
      fc.array(anyRequest, { minLength: REQUESTS, maxLength: REQUESTS }),
      (layers, requests) => {
        const compiled = compileLayers(layers);
        if (layers.identity.some(({ document }) => [document.Statement].flat().some((one) => one.Condition)))
          withConditions++;
        for (const request of mixed(requests)) {
          const decision = decide(request, compiled);
          const expected = referenceDecide(request, layers);
          if (
            decision.outcome !== expected.outcome ||
            decision.layer !== expected.layer ||
            decision.allowed !== expected.allowed
          )
            assert.deepEqual(decision, expected, JSON.stringify(request));
          const kind = `${decision.outcome} ${decision.layer}`;
          const times = seen.get(kind) ?? 0;
          seen.set(kind, times + 1);
          // The trace costs more than the decision: every case of a rare kind, some of the others.
          if (times < 200 || times % 20 === 0)
            assert.deepEqual(explain(request, compiled).decision, decision);
        }
      },
    ),
    { numRuns: Math.ceil(cases / REQUESTS ** 2) },
  );
  if (cases < 20_000) return;
  // A generator that never gets past the first layer, or never writes a condition, would prove nothing.
  assert.ok(seen.size >= 16, [...seen.keys()].join(", "));
  assert.ok(withConditions > cases / REQUESTS ** 2 / 4, `${withConditions} with conditions`);
};
