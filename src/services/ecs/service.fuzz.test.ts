import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type AnyOperation, AwsError, type Operation } from "../../operation/index.ts";
import { createCluster } from "./clusters/create-cluster.ts";
import { containerInstanceTable } from "./container-instances/table.ts";
import { ecs } from "./service.ts";
import { serviceTable } from "./services/table.ts";
import { taskTable } from "./tasks/table.ts";
import { containerInstanceRow, serviceRow, taskRow } from "./testing/rows.ts";
import { SAMPLE, SAMPLE_INPUTS } from "./testing/sample-inputs.ts";
import { openTestPlane } from "./testing/test-plane.ts";

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const definitions = (
  JSON.parse(
    readFileSync(new URL("./task-definitions/refusals.data.json", import.meta.url), "utf8"),
  ) as readonly { readonly input: object }[]
).map(({ input }) => input);

const strings = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "*",
    "arn:",
    "arn:aws:ecs:us-east-1:123456789012:cluster/",
    "__proto__",
    "a:b:c",
    "-1",
  ),
  fc.constantFrom("web", "web:1", SAMPLE.clusterArn, SAMPLE.task, SAMPLE.instance, "x".repeat(300)),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** Another value of the same type, as the wire would let it through. */
const like = (value: Json): fc.Arbitrary<Json | undefined> => {
  if (typeof value === "string") return fc.option(strings, { nil: undefined });
  if (typeof value === "number") return fc.constantFrom(0, -1, 1, 65_536, 2 ** 31 - 1, -(2 ** 31), undefined);
  if (typeof value === "boolean") return fc.constantFrom(true, false, undefined);
  if (Array.isArray(value)) {
    return fc.oneof(
      fc.constantFrom<Json[]>([], [...value, ...value]),
      fc.tuple(...value.map(mutated)).map((items) => items.filter((item) => item !== undefined)),
    );
  }
  if (value === null) return fc.constant(undefined);
  return fc.oneof(fc.constant({}), fc.record(fieldsOf(value)) as fc.Arbitrary<Json>);
};

const fieldsOf = (value: { [name: string]: Json }): Record<string, fc.Arbitrary<Json | undefined>> =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mutated(member)]));

/** Mostly what it was, sometimes something like it. */
const mutated = (value: Json): fc.Arbitrary<Json | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: like(value) },
    {
      weight: 3,
      arbitrary:
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? (fc.record(fieldsOf(value)) as fc.Arbitrary<Json>)
          : Array.isArray(value)
            ? (fc.tuple(...value.map(mutated)) as fc.Arbitrary<Json[]>).map((items) =>
                items.filter((item) => item !== undefined),
              )
            : fc.constant(value),
    },
  );

const inputsOf = (operation: AnyOperation): readonly object[] => [
  ...(SAMPLE_INPUTS[operation.name] ?? []),
  ...(operation.name === "RegisterTaskDefinition" ? definitions : []),
];

describe("whatever is sent, no operation of ECS", () => {
  for (const operation of ecs.operations) {
    it(`${operation.name} answers anything but its output or one of AWS's errors`, async () => {
      const plane = await openTestPlane();
      const { cluster: clusterName, clusterArn, task, instance, tags } = SAMPLE;
      await plane.call(createCluster, { clusterName, tags });
      await plane.change((state) => {
        state.table(containerInstanceTable).put(containerInstanceRow({ clusterArn, id: instance, tags }));
        state.table(taskTable).put(taskRow({ clusterArn, id: task, tags }));
        state.table(serviceTable).put(serviceRow({ clusterArn, name: SAMPLE.service, tags }));
      });
      const inputs = inputsOf(operation).map((input) => mutated(input as Json));
      await fc.assert(
        fc.asyncProperty(fc.oneof(...inputs), async (input) => {
          try {
            await plane.call(operation as unknown as Operation<unknown, unknown>, input ?? {});
          } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            assert.equal(error.httpStatus, 400);
            assert.notEqual(error.message, "");
          }
        }),
        { numRuns: operation.name === "RegisterTaskDefinition" ? 400 : 40 },
      );
    });
  }
});
