import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { containerInstanceTable } from "./container-instances/table.ts";
import { taskTable } from "./tasks/table.ts";

/** Values that take index functions down every branch. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  lastStatus: ["PENDING", "RUNNING", "STOPPED"],
  desiredStatus: ["RUNNING", "STOPPED"],
  delivered: [true, false],
  endNoted: [undefined, true],
  group: ["service:web", "family:web"],
  startedBy: [undefined, "ecs-svc/1"],
  containerInstanceArn: [undefined, "instance/1"],
  clientToken: [undefined, "token"],
  status: ["ACTIVE", "DRAINING", "INACTIVE"],
  agentConnected: [true, false],
  ec2InstanceId: [undefined, "i-1"],
};

const rows = fc.record(
  Object.fromEntries(Object.entries(values).map(([name, some]) => [name, fc.constantFrom(...some)])),
);

describe("an index looks at the members that its table names for it, and at no other", () => {
  for (const definition of [taskTable, containerInstanceTable]) {
    for (const [index, read] of Object.entries<(row: never) => unknown>(definition.indexes)) {
      const named: readonly string[] | undefined = Object.entries(definition.reads ?? {}).find(
        ([name]) => name === index,
      )?.[1];
      it(`${definition.name}: ${index}`, () => {
        fc.assert(
          fc.property(rows, (row) => {
            const seen = new Set<string>();
            read(
              new Proxy(row, {
                get: (target, name) => {
                  seen.add(String(name));
                  return name in target ? target[String(name)] : "value";
                },
              }) as never,
            );
            for (const name of seen) assert.ok(named === undefined || named.includes(name), name);
          }),
        );
      });
    }
  }
});
