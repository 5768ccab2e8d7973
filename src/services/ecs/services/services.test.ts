import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCluster } from "../clusters/create-cluster.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { ALICE, openTestPlane } from "../testing/test-plane.ts";
import { describeServices } from "./describe-services.ts";
import { listServices } from "./list-services.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012";

describe("services", () => {
  it("are none, and those asked for are missing", async () => {
    const plane = await openTestPlane();
    await plane.call(createCluster, { clusterName: "web" });
    assert.deepEqual(await plane.call(listServices, { cluster: "web" }), { serviceArns: [] });
    assert.deepEqual(await plane.call(describeServices, { cluster: "web", services: ["a"] }), {
      services: [],
      failures: [{ arn: `${ARN}:service/web/a`, reason: "MISSING" }],
    });
  });

  it("are asked for in a cluster that is there", async () => {
    const plane = await openTestPlane();
    const gone = ["ClusterNotFoundException", "Cluster not found."] as const;
    await rejectsWith(plane.call(listServices, { cluster: "web" }), ...gone);
    await rejectsWith(plane.call(describeServices, { services: ["a"] }), ...gone);
    // https://github.com/aws/aws-toolkit-vscode/issues/2915
    await rejectsWith(
      plane.call(describeServices, { services: [`${ARN}:service/jan7/a`] }),
      "InvalidParameterException",
      "Invalid identifier: Identifier is for cluster jan7. Your cluster is default",
    );
  });

  it("are decided in their cluster", async () => {
    const plane = await openTestPlane();
    await plane.call(createCluster, { clusterName: "web" });
    plane.allow({
      Effect: "Allow",
      Action: ["ecs:ListServices", "ecs:DescribeServices"],
      Resource: "*",
      Condition: { ArnEquals: { "ecs:cluster": `${ARN}:cluster/web` } },
    });
    await plane.call(listServices, { cluster: "web" });
    await plane.call(describeServices, { cluster: "web", services: ["a"] });
    await rejectsWith(
      plane.call(listServices, {}),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: ecs:ListServices on resource: * because no identity-based policy allows the ecs:ListServices action`,
    );
  });
});
