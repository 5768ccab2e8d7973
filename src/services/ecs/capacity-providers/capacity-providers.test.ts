import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CreateCapacityProviderRequest } from "@aws-sdk/client-ecs";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { createCluster } from "../clusters/create-cluster.ts";
import { deleteCluster } from "../clusters/delete-cluster.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { ALICE, openTestPlane, TASK_ROLE, type TestPlane } from "../testing/test-plane.ts";
import { createCapacityProvider } from "./create-capacity-provider.ts";
import { deleteCapacityProvider } from "./delete-capacity-provider.ts";
import { describeCapacityProviders } from "./describe-capacity-providers.ts";
import { putClusterCapacityProviders } from "./put-cluster-capacity-providers.ts";
import { updateCapacityProvider } from "./update-capacity-provider.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:capacity-provider";
const PROFILE = "arn:aws:iam::123456789012:instance-profile/managed";

const group = (name: string): CreateCapacityProviderRequest => ({
  name,
  autoScalingGroupProvider: { autoScalingGroupArn: `group-${name}`, managedScaling: { status: "ENABLED" } },
});

const managed: CreateCapacityProviderRequest = {
  name: "managed",
  cluster: "web",
  managedInstancesProvider: {
    infrastructureRoleArn: TASK_ROLE,
    instanceLaunchTemplate: {
      ec2InstanceProfileArn: PROFILE,
      networkConfiguration: { subnets: ["subnet-1"] },
    },
  },
};

const withProfile = async (): Promise<TestPlane> => {
  const plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: "web" });
  await plane.change((state) =>
    state.table(instanceProfileTable).put({
      id: "AIPAMANAGED",
      accountId: "123456789012",
      name: "managed",
      path: "/",
      arn: PROFILE,
      createdAt: 0,
      roleId: "AROATASK",
      tags: [],
    }),
  );
  return plane;
};

describe("capacity providers", () => {
  it("of Fargate are always there and cannot be deleted", async () => {
    const plane = await openTestPlane();
    const { capacityProviders } = await plane.call(describeCapacityProviders, {});
    assert.deepEqual(
      capacityProviders?.map(({ capacityProviderArn, status }) => [capacityProviderArn, status]),
      [
        [`${ARN}/FARGATE`, "ACTIVE"],
        [`${ARN}/FARGATE_SPOT`, "ACTIVE"],
      ],
    );
    assert.equal(plane.decisions[0]?.resource, `${ARN}/*`);
    await rejectsWith(
      plane.call(deleteCapacityProvider, { capacityProvider: "FARGATE" }),
      "ClientException",
      /reserved/,
    );
  });

  it("are made with AWS's defaults, changed and described", async () => {
    const plane = await openTestPlane();
    await plane.call(createCapacityProvider, { ...group("mine"), tags: [{ key: "a", value: "1" }] });
    await plane.call(updateCapacityProvider, {
      name: "mine",
      autoScalingGroupProvider: { managedScaling: { targetCapacity: 80 }, managedDraining: "DISABLED" },
    });
    const answer = await plane.call(describeCapacityProviders, {
      capacityProviders: ["mine", `${ARN}/none`],
      include: ["TAGS"],
    });
    assert.deepEqual(answer.failures, [{ arn: `${ARN}/none`, reason: "MISSING" }]);
    const [mine] = answer.capacityProviders ?? [];
    assert.deepEqual(mine?.tags, [{ key: "a", value: "1" }]);
    assert.deepEqual(mine?.autoScalingGroupProvider, {
      autoScalingGroupArn: "group-mine",
      managedScaling: {
        status: "ENABLED",
        targetCapacity: 80,
        minimumScalingStepSize: 1,
        maximumScalingStepSize: 10_000,
        instanceWarmupPeriod: 300,
      },
      managedTerminationProtection: "DISABLED",
      managedDraining: "DISABLED",
    });
  });

  it("belong to clusters, and stay as long as one has them", async () => {
    const plane = await openTestPlane();
    await plane.call(createCluster, { clusterName: "web" });
    await plane.call(createCapacityProvider, group("mine"));
    const strategy = [{ capacityProvider: "mine", weight: 1 }];
    const { cluster } = await plane.call(putClusterCapacityProviders, {
      cluster: "web",
      capacityProviders: ["mine", "FARGATE"],
      defaultCapacityProviderStrategy: strategy,
    });
    assert.deepEqual(cluster?.capacityProviders, ["mine", "FARGATE"]);
    assert.deepEqual(cluster?.defaultCapacityProviderStrategy, [{ ...strategy[0], base: 0 }]);
    const refused = await plane.call(deleteCapacityProvider, { capacityProvider: "mine" });
    assert.equal(refused.capacityProvider?.updateStatus, "DELETE_FAILED");
    assert.match(refused.capacityProvider?.updateStatusReason ?? "", /cluster: web/);
    await plane.call(putClusterCapacityProviders, {
      cluster: "web",
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
    });
    const deleted = await plane.call(deleteCapacityProvider, { capacityProvider: "mine" });
    assert.equal(deleted.capacityProvider?.status, "INACTIVE");
    const { failures } = await plane.call(describeCapacityProviders, { capacityProviders: ["mine"] });
    assert.equal(failures?.length, 1);
  });

  it("of managed instances take two roles that the caller may pass", async () => {
    const plane = await withProfile();
    await plane.call(createCapacityProvider, managed);
    assert.deepEqual(
      plane.decisions.slice(-3).map(({ action, context }) => [action, context["iam:PassedToService"]]),
      [
        ["ecs:CreateCapacityProvider", undefined],
        ["iam:PassRole", "ecs.amazonaws.com"],
        ["iam:PassRole", "ec2.amazonaws.com"],
      ],
    );
    // https://github.com/ekristen/aws-nuke/issues/990
    await rejectsWith(
      plane.call(deleteCluster, { cluster: "web" }),
      "ClientException",
      "The Cluster cannot be deleted while Cluster Scoped Capacity Providers are attached to the cluster.",
    );
  });

  it("of managed instances are refused to who may not pass the roles", async () => {
    const plane = await withProfile();
    plane.allow(
      { Effect: "Allow", Action: "ecs:*", Resource: "*" },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": "ecs.amazonaws.com" } },
      },
    );
    await rejectsWith(
      plane.call(createCapacityProvider, managed),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: iam:PassRole on resource: ${TASK_ROLE} because no identity-based policy allows the iam:PassRole action`,
    );
  });

  const REFUSALS: readonly (readonly [what: string, input: object, code: string, text: RegExp])[] = [
    // https://github.com/aws-samples/aws-cdk-examples/issues/628
    [
      "a name of AWS's",
      { ...group("ecs-mine") },
      "ClientException",
      /^The specified capacity provider name is invalid\. Up to 255 characters/,
    ],
    // https://github.com/aws/containers-roadmap/issues/688
    [
      "a name that is taken",
      { ...group("taken") },
      "ClientException",
      /^The specified capacity provider already exists\./,
    ],
    // https://github.com/aws/containers-roadmap/issues/632
    [
      "a group that is taken",
      { ...group("taken"), name: "other" },
      "ClientException",
      /^The specified Auto Scaling group ARN is already being used/,
    ],
    ["nothing to provide", { name: "empty" }, "InvalidParameterException", /either/],
    [
      "protection without scaling",
      {
        name: "p",
        autoScalingGroupProvider: { autoScalingGroupArn: "g", managedTerminationProtection: "ENABLED" },
      },
      "ClientException",
      /managed scaling must be enabled/,
    ],
    [
      "a target above all",
      {
        name: "p",
        autoScalingGroupProvider: { autoScalingGroupArn: "g", managedScaling: { targetCapacity: 101 } },
      },
      "InvalidParameterException",
      /between 1 and 100/,
    ],
    [
      "a profile that is not there",
      { ...managed, cluster: "web" },
      "InvalidParameterException",
      /ec2InstanceProfileArn/,
    ],
  ];
  for (const [what, input, code, text] of REFUSALS) {
    it(`refuse ${what}`, async () => {
      const plane = await openTestPlane();
      await plane.call(createCluster, { clusterName: "web" });
      await plane.call(createCapacityProvider, group("taken"));
      await rejectsWith(
        plane.call(createCapacityProvider, input as CreateCapacityProviderRequest),
        code,
        text,
      );
    });
  }
});
