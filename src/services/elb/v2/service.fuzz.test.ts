import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AwsError, type Operation } from "../../../operation/index.ts";
import { listenerTable } from "./listeners/table.ts";
import { loadBalancerTable } from "./load-balancers/table.ts";
import { ruleTable } from "./rules/table.ts";
import { elbV2 } from "./service.ts";
import { targetGroupTable } from "./target-groups/table.ts";
import { isInUse } from "./target-groups/use.ts";
import { targetTable } from "./targets/table.ts";
import { sampleInputs } from "./testing/sample-inputs.ts";
import { openTestPlane, type TestPlane } from "./testing/test-plane.ts";

type Json = string | number | boolean | Json[] | { [name: string]: Json };

/** Strings that mean something somewhere, then any. */
const strings = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom("", " ", "*", "arn:", "__proto__", "forward", "redirect", "TCP", "8080", "10.0.0.1"),
    fc.constantFrom(...known, "x".repeat(300)),
    fc.string({ unit: "binary", maxLength: 20 }),
  );

const isRecord = (value: Json): value is { [name: string]: Json } =>
  typeof value === "object" && !Array.isArray(value);

const listOf = (items: readonly Json[], known: readonly string[]): fc.Arbitrary<Json[]> =>
  fc
    .tuple(...items.map((item) => mutated(item, known)))
    .map((found) => found.filter((item) => item !== undefined));

/** Another value of the same type, as the wire would let it through. */
const like = (value: Json, known: readonly string[]): fc.Arbitrary<Json | undefined> => {
  if (typeof value === "string") return strings(known);
  if (typeof value === "number") return fc.constantFrom(0, -1, 1, 443, 65_536, 2 ** 31 - 1);
  if (typeof value === "boolean") return fc.boolean();
  if (Array.isArray(value)) return fc.constantFrom<Json[]>([], [...value, ...value]);
  return fc.constant({});
};

/** Mostly what it was, sometimes something like it, or nothing. */
const mutated = (value: Json, known: readonly string[]): fc.Arbitrary<Json | undefined> => {
  const inside: fc.Arbitrary<Json | undefined> = Array.isArray(value)
    ? listOf(value, known)
    : isRecord(value)
      ? (fc.record(
          Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mutated(each, known)])),
        ) as fc.Arbitrary<Json>)
      : fc.constant(value);
  return fc.oneof({ weight: 5, arbitrary: inside }, { weight: 1, arbitrary: like(value, known) });
};

/** What must hold whatever was asked for. */
const checkConsistency = ({ state }: TestPlane): void => {
  for (const listener of state.table(listenerTable).all()) {
    assert.ok(state.table(loadBalancerTable).get(listener.loadBalancerArn), listener.arn);
    assert.equal(listener.defaultActions.length, 1);
  }
  for (const rule of state.table(ruleTable).all())
    assert.ok(state.table(listenerTable).get(rule.listenerArn), rule.arn);
  for (const target of state.table(targetTable).all()) {
    assert.ok(state.table(targetGroupTable).get(target.targetGroupArn));
    const unused = target.health.reason === "Target.NotInUse";
    if (target.health.state !== "draining") assert.equal(unused, !isInUse(state, target.targetGroupArn));
  }
};

describe("whatever is sent, no operation of Elastic Load Balancing", () => {
  for (const operation of elbV2.operations)
    it(`${operation.name} answers anything but its output or one of AWS's errors`, async () => {
      const plane = await openTestPlane();
      const inputs = await sampleInputs(plane);
      const known = Object.values(inputs).flatMap((input) =>
        Object.values(input).filter((value): value is string => typeof value === "string"),
      );
      const arbitrary = mutated(inputs[operation.name] as Json, known);
      await fc.assert(
        fc.asyncProperty(arbitrary, async (input) => {
          try {
            const given = isRecord(input ?? {}) ? input : {};
            await plane.call(operation as unknown as Operation<unknown, unknown>, {
              ...inputs[operation.name],
              ...(given as object),
            });
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            assert.equal(error.httpStatus, 400);
            assert.notEqual(error.message, "");
          }
        }),
        { numRuns: 25 },
      );
      checkConsistency(plane);
    });
});
