import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CreateClusterRequest } from "@aws-sdk/client-ecs";
import { putAccountSettingDefault } from "../account-settings/put-account-setting.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { ALICE, openTestPlane } from "../testing/test-plane.ts";
import { createCluster } from "./create-cluster.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:cluster";
const _HOUR = 60 * 60 * 1000;

describe("CreateCluster", () => {
  it("makes a cluster as AWS shows it", async () => {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html#API_CreateCluster_Examples
    const plane = await openTestPlane();
    const { cluster } = await plane.call(createCluster, {});
    assert.deepEqual(cluster, {
      clusterArn: `${ARN}/default`,
      clusterName: "default",
      status: "ACTIVE",
      registeredContainerInstancesCount: 0,
      runningTasksCount: 0,
      pendingTasksCount: 0,
      activeServicesCount: 0,
      statistics: [],
      tags: [],
      settings: [{ name: "containerInsights", value: "disabled" }],
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
    });
  });

  it("answers the cluster that is there, unless something else is asked for", async () => {
    const plane = await openTestPlane();
    const tags = [{ key: "team", value: "a" }];
    const first = await plane.call(createCluster, { clusterName: "web", tags });
    assert.deepEqual(await plane.call(createCluster, { clusterName: "web" }), first);
    assert.deepEqual(await plane.call(createCluster, { clusterName: "web", tags }), first);
    await rejectsWith(
      plane.call(createCluster, { clusterName: "web", tags: [{ key: "team", value: "b" }] }),
      "InvalidParameterException",
      "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
    );
  });

  it("takes the account's setting for Container Insights", async () => {
    const plane = await openTestPlane();
    await plane.call(putAccountSettingDefault, { name: "containerInsights", value: "enhanced" });
    const { cluster } = await plane.call(createCluster, {});
    assert.deepEqual(cluster?.settings, [{ name: "containerInsights", value: "enhanced" }]);
  });

  it("is decided on the cluster, and on its tags", async () => {
    const plane = await openTestPlane();
    await plane.call(createCluster, {
      clusterName: "web",
      tags: [{ key: "team", value: "a" }],
      capacityProviders: ["FARGATE"],
    });
    const [create, tag] = plane.decisions;
    assert.deepEqual([create?.action, create?.resource], ["ecs:CreateCluster", `${ARN}/web`]);
    assert.deepEqual(create?.context["ecs:capacity-provider"], [
      "arn:aws:ecs:us-east-1:123456789012:capacity-provider/FARGATE",
    ]);
    assert.deepEqual([tag?.action, tag?.resource], ["ecs:TagResource", `${ARN}/web`]);
    assert.equal(tag?.context["ecs:CreateAction"], "CreateCluster");
    plane.allow({ Effect: "Allow", Action: "ecs:CreateCluster", Resource: "*" });
    await rejectsWith(
      plane.call(createCluster, { clusterName: "b", tags: [{ key: "team", value: "a" }] }),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: ecs:TagResource on resource: ${ARN}/b because no identity-based policy allows the ecs:TagResource action`,
    );
  });

  const strategy = (...items: readonly object[]): CreateClusterRequest => ({
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
    defaultCapacityProviderStrategy: items as CreateClusterRequest["defaultCapacityProviderStrategy"],
  });
  const REFUSALS: readonly (readonly [what: string, input: object, text: RegExp])[] = [
    [
      "a name with a space",
      { clusterName: "a b" },
      /^Cluster must match \^\[a-zA-Z0-9\\-_\]\{1,255\}\$, but was a b$/,
    ],
    [
      "an unknown setting",
      { settings: [{ name: "x", value: "enabled" }] },
      /^setting\.name should be one of/,
    ],
    [
      "a value that is none",
      { settings: [{ name: "containerInsights", value: "on" }] },
      /^setting\.value should be/,
    ],
    [
      "a provider that is not there",
      { capacityProviders: ["mine"] },
      /^The specified capacity provider was not found/,
    ],
    ["a provider twice", { capacityProviders: ["FARGATE", "FARGATE"] }, /duplicates/],
    // https://github.com/dask/dask-cloudprovider/issues/328
    [
      "a strategy without its provider",
      { defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }] },
      /^The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster\./,
    ],
    [
      "a strategy of no weight",
      strategy({ capacityProvider: "FARGATE", weight: 0 }),
      /weight value greater than zero/,
    ],
    ["a weight above all", strategy({ capacityProvider: "FARGATE", weight: 1001 }), /between 0 and 1000/],
    [
      "two bases",
      strategy(
        { capacityProvider: "FARGATE", weight: 1, base: 1 },
        { capacityProvider: "FARGATE_SPOT", base: 1 },
      ),
      /^Only one/,
    ],
    [
      "a provider twice in the strategy",
      strategy({ capacityProvider: "FARGATE", weight: 1 }, { capacityProvider: "FARGATE", weight: 1 }),
      /twice/,
    ],
    [
      "logging that is nowhere",
      { configuration: { executeCommandConfiguration: { logging: "OVERRIDE" } } },
      /logConfiguration/,
    ],
    [
      "a log that is not asked for",
      { configuration: { executeCommandConfiguration: { logConfiguration: { s3BucketName: "b" } } } },
      /OVERRIDE/,
    ],
    ["a tag of AWS", { tags: [{ key: "aws:x", value: "y" }] }, /reserved/],
  ];
  for (const [what, input, text] of REFUSALS) {
    it(`refuses ${what}`, async () => {
      const plane = await openTestPlane();
      await rejectsWith(plane.call(createCluster, input), "InvalidParameterException", text);
    });
  }
});
