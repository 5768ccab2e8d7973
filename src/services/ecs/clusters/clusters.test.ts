import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containerInstanceTable } from "../container-instances/table.ts";
import { taskTable } from "../tasks/table.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { containerInstanceRow, taskRow } from "../testing/rows.ts";
import { ALICE, openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { createCluster } from "./create-cluster.ts";
import { deleteCluster } from "./delete-cluster.ts";
import { describeClusters } from "./describe-clusters.ts";
import { listClusters } from "./list-clusters.ts";
import { updateCluster } from "./update-cluster.ts";
import { updateClusterSettings } from "./update-cluster-settings.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:cluster";
const HOUR = 60 * 60 * 1000;

const withCluster = async (name = "web"): Promise<TestPlane> => {
  const plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: name, tags: [{ key: "team", value: "a" }] });
  return plane;
};

describe("DescribeClusters", () => {
  it("counts what the tables have", async () => {
    const plane = await withCluster();
    const clusterArn = `${ARN}/web`;
    await plane.change((state) => {
      state.table(containerInstanceTable).put(containerInstanceRow({ clusterArn, id: "a" }));
      state
        .table(containerInstanceTable)
        .put(containerInstanceRow({ clusterArn, id: "b", status: "INACTIVE" }));
      for (const [id, lastStatus] of [
        ["1", "RUNNING"],
        ["2", "RUNNING"],
        ["3", "PENDING"],
        ["4", "STOPPED"],
      ] as const) {
        state.table(taskTable).put(taskRow({ clusterArn, id, lastStatus }));
      }
    });
    const { clusters } = await plane.call(describeClusters, { clusters: ["web"], include: ["STATISTICS"] });
    const [cluster] = clusters ?? [];
    assert.deepEqual(
      [cluster?.registeredContainerInstancesCount, cluster?.runningTasksCount, cluster?.pendingTasksCount],
      [1, 2, 1],
    );
    assert.deepEqual(
      cluster?.statistics?.filter(({ value }) => value !== "0"),
      [
        { name: "runningEC2TasksCount", value: "2" },
        { name: "pendingEC2TasksCount", value: "1" },
      ],
    );
    await rejectsWith(
      plane.call(deleteCluster, { cluster: "web" }),
      "ClusterContainsContainerInstancesException",
      "The Cluster cannot be deleted while Container Instances are active or draining.",
    );
    await plane.change((state) =>
      state
        .table(containerInstanceTable)
        .put(containerInstanceRow({ clusterArn, id: "a", status: "INACTIVE" })),
    );
    await rejectsWith(
      plane.call(deleteCluster, { cluster: "web" }),
      "ClusterContainsTasksException",
      "The Cluster cannot be deleted while Tasks are active.",
    );
  });

  it("shows what is asked for, and what is missing as a failure", async () => {
    const plane = await withCluster();
    const answer = await plane.call(describeClusters, {
      clusters: ["web", `${ARN}/web`, "none"],
      include: ["TAGS", "SETTINGS", "ATTACHMENTS"],
    });
    assert.deepEqual(answer.failures, [{ arn: `${ARN}/none`, reason: "MISSING" }]);
    assert.equal(answer.clusters?.length, 1);
    assert.deepEqual(answer.clusters?.[0]?.tags, [{ key: "team", value: "a" }]);
    assert.deepEqual(answer.clusters?.[0]?.attachments, []);
    const bare = await plane.call(describeClusters, { clusters: ["web"] });
    assert.deepEqual([bare.clusters?.[0]?.tags, bare.clusters?.[0]?.settings], [[], []]);
    assert.deepEqual((await plane.call(describeClusters, {})).failures?.[0]?.arn, `${ARN}/default`);
  });

  it("is decided on each cluster, with its tags", async () => {
    const plane = await withCluster();
    plane.allow({
      Effect: "Allow",
      Action: "ecs:DescribeClusters",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "a" } },
    });
    await plane.call(describeClusters, { clusters: ["web"] });
    await rejectsWith(
      plane.call(describeClusters, { clusters: ["web", "none"] }),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: ecs:DescribeClusters on resource: ${ARN}/none because no identity-based policy allows the ecs:DescribeClusters action`,
    );
  });

  it("refuses what names no cluster", async () => {
    const plane = await withCluster();
    // https://github.com/blox/blox/issues/170, https://github.com/hashicorp/terraform-provider-aws/issues/23342
    for (const [input, text] of [
      [{ clusters: [" "] }, "Clusters can not be blank."],
      [{ include: ["X"] }, "include should be one of [ATTACHMENTS,CONFIGURATIONS,SETTINGS,STATISTICS,TAGS]"],
      [
        { clusters: ["arn:aws:ecs:us-east-1:123456789012:task/web/1"] },
        "Invalid identifier: arn:aws:ecs:us-east-1:123456789012:task/web/1",
      ],
      [
        { clusters: ["arn:aws:ecs:eu-west-1:123456789012:cluster/web"] },
        "Invalid identifier: Identifier is for region eu-west-1. Your region is us-east-1",
      ],
    ] as const) {
      await rejectsWith(
        plane.call(describeClusters, structuredClone(input) as object),
        "InvalidParameterException",
        text,
      );
    }
  });
});

describe("ListClusters", () => {
  it("lists the ACTIVE ones of one account and region, page by page", async () => {
    const plane = await openTestPlane();
    for (const clusterName of ["c", "a", "b", "d"]) await plane.call(createCluster, { clusterName });
    await plane.call(deleteCluster, { cluster: "d" });
    await plane.call(createCluster, { clusterName: "x" }, { scope: { ...SCOPE, region: "eu-west-1" } });
    const first = await plane.call(listClusters, { maxResults: 2 });
    assert.deepEqual(first.clusterArns, [`${ARN}/a`, `${ARN}/b`]);
    const { clusterArns, nextToken } = await plane.call(listClusters, { nextToken: first.nextToken });
    assert.deepEqual([clusterArns, nextToken], [[`${ARN}/c`], undefined]);
    await rejectsWith(
      plane.call(listClusters, { nextToken: "x" }),
      "InvalidParameterException",
      "Invalid token",
    );
  });

  it("is decided on everything, so a grant on one cluster does not help", async () => {
    const plane = await withCluster();
    plane.allow({ Effect: "Allow", Action: "ecs:ListClusters", Resource: `${ARN}/web` });
    await rejectsWith(
      plane.call(listClusters, {}),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: ecs:ListClusters on resource: * because no identity-based policy allows the ecs:ListClusters action`,
    );
  });
});

describe("a cluster", () => {
  it("is changed where it is told to change", async () => {
    const plane = await withCluster();
    const { cluster } = await plane.call(updateCluster, {
      cluster: "web",
      configuration: { executeCommandConfiguration: { logging: "NONE" } },
      serviceConnectDefaults: { namespace: "internal" },
    });
    assert.deepEqual(cluster?.configuration, { executeCommandConfiguration: { logging: "NONE" } });
    assert.deepEqual(cluster?.serviceConnectDefaults, { namespace: "internal" });
    const settings = [{ name: "containerInsights" as const, value: "enabled" }];
    const updated = await plane.call(updateClusterSettings, { cluster: "web", settings });
    assert.deepEqual(updated.cluster?.settings, settings);
    assert.deepEqual(updated.cluster?.configuration, cluster?.configuration);
    const cleared = await plane.call(updateCluster, {
      cluster: "web",
      serviceConnectDefaults: { namespace: "" },
    });
    assert.equal(cleared.cluster?.serviceConnectDefaults, undefined);
  });

  it("is INACTIVE after its deletion, then forgotten, and can be made anew", async () => {
    const plane = await withCluster();
    assert.equal((await plane.call(deleteCluster, { cluster: "web" })).cluster?.status, "INACTIVE");
    const gone = ["ClusterNotFoundException", "The referenced cluster was inactive."] as const;
    await rejectsWith(plane.call(deleteCluster, { cluster: "web" }), ...gone);
    await rejectsWith(plane.call(updateCluster, { cluster: "web" }), ...gone);
    const shown = await plane.call(describeClusters, { clusters: ["web"] });
    assert.equal(shown.clusters?.[0]?.status, "INACTIVE");
    plane.advance(2 * HOUR);
    const { failures } = await plane.call(describeClusters, { clusters: ["web"] });
    assert.equal(failures?.[0]?.reason, "MISSING");
    const { cluster } = await plane.call(createCluster, { clusterName: "web" });
    assert.deepEqual([cluster?.status, cluster?.tags], ["ACTIVE", []]);
  });
});
