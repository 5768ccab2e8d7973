import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { confirmPolicy } from "./confirm-policy.ts";
import { RESOURCE_SCOPES, type ResourceScope } from "./generalize-resource.ts";
import { MissingPermissions } from "./missing.ts";
import { anyCall, recordOf, type TestCall } from "./records.fixture.ts";

const reportOf = (calls: readonly TestCall[], scope: ResourceScope) => {
  const missing = new MissingPermissions();
  for (const call of calls) missing.add(recordOf(call));
  return missing.report(scope);
};
const policyOf = (calls: readonly TestCall[], scope: ResourceScope) =>
  reportOf(calls, scope)[0]?.policy ?? [];

const calls = fc.array(anyCall, { minLength: 1, maxLength: 40 });
const scope = fc.constantFrom(...RESOURCE_SCOPES);

test("the policy allows every recorded call, however far resources are generalized", () => {
  fc.assert(
    fc.property(calls, scope, (made, how) => {
      const { confirmed, refused } = confirmPolicy(
        policyOf(made, how),
        made.map((call) => recordOf(call)),
      );
      assert.ok(confirmed, JSON.stringify(refused[0]));
    }),
    { numRuns: 200 },
  );
});

test("an exact policy allows no call with another resource, action or telling key", () => {
  const telling = ({ action, resource, context = {} }: TestCall) =>
    JSON.stringify([
      action,
      resource,
      Object.entries(context)
        .filter(([key]) => !key.includes("/"))
        .sort(),
    ]);
  fc.assert(
    fc.property(calls, calls, (made, others) => {
      const used = new Set(made.map(telling));
      // A call without `ecs:cluster` allows its action and resource under any.
      const open = new Set(
        made
          .filter(({ context }) => !context || Object.keys(context).length === 0)
          .map(({ action, resource }) => `${action} ${resource}`),
      );
      const strange = others.filter(
        (call) => !used.has(telling(call)) && !open.has(`${call.action} ${call.resource}`),
      );
      const { refused } = confirmPolicy(
        policyOf(made, "exact"),
        strange.map((call) => recordOf(call)),
      );
      assert.equal(refused.length, strange.length);
    }),
    { numRuns: 200 },
  );
});

test("neither order nor repetition of the records changes what is reported", () => {
  fc.assert(
    fc.property(
      calls.chain((made) =>
        fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })),
      ),
      scope,
      ([made, shuffled], how) => {
        assert.deepEqual(policyOf(shuffled, how), policyOf(made, how));
        assert.deepEqual(policyOf([...made, ...shuffled], how), policyOf(made, how));
        const names = (given: readonly TestCall[]) =>
          reportOf(given, how).map(({ permissions }) =>
            permissions.map(({ requestIds: _, ...rest }) => rest),
          );
        assert.deepEqual(names(shuffled), names(made));
      },
    ),
    { numRuns: 100 },
  );
});

test("each scope allows all that the narrower one allows", () => {
  fc.assert(
    fc.property(calls, calls, (made, others) => {
      const records = others.map((call) => recordOf(call));
      const [exact = [], family = [], service = []] = RESOURCE_SCOPES.map(
        (how) => confirmPolicy(policyOf(made, how), records).refused,
      );
      assert.deepEqual(
        service.filter((record) => !family.includes(record)),
        [],
      );
      assert.deepEqual(
        family.filter((record) => !exact.includes(record)),
        [],
      );
    }),
    { numRuns: 100 },
  );
});
