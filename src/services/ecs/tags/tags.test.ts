import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { createCapacityProvider } from "../capacity-providers/create-capacity-provider.ts";
import { createCluster } from "../clusters/create-cluster.ts";
import { deleteCluster } from "../clusters/delete-cluster.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { registerTaskDefinition } from "../task-definitions/register-task-definition.ts";
import { taskTable } from "../tasks/table.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { containerInstanceRow, taskRow } from "../testing/rows.ts";
import { ALICE, openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { listTagsForResource } from "./list-tags-for-resource.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012";
const CLUSTER = `${ARN}:cluster/web`;
const ID = "0123456789abcdef0123456789abcdef";

let plane: TestPlane;

beforeEach(async () => {
  plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: "web" });
  await plane.call(registerTaskDefinition, {
    family: "web",
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
  });
  await plane.call(createCapacityProvider, {
    name: "mine",
    autoScalingGroupProvider: { autoScalingGroupArn: "group" },
  });
  await plane.change((state) => {
    state.table(containerInstanceTable).put(containerInstanceRow({ clusterArn: CLUSTER, id: ID }));
    state.table(taskTable).put(taskRow({ clusterArn: CLUSTER, id: ID }));
  });
});

describe("tags", () => {
  for (const resource of [
    "cluster/web",
    "task-definition/web:1",
    `container-instance/web/${ID}`,
    `task/web/${ID}`,
    "capacity-provider/mine",
  ]) {
    it(`of ${resource} come and go`, async () => {
      const resourceArn = `${ARN}:${resource}`;
      const tags = async (): Promise<unknown> =>
        (await plane.call(listTagsForResource, { resourceArn })).tags;
      assert.deepEqual(await tags(), []);
      await plane.call(tagResource, { resourceArn, tags: [{ key: "a", value: "1" }, { key: "b" }] });
      await plane.call(tagResource, { resourceArn, tags: [{ key: "a", value: "2" }] });
      assert.deepEqual(await tags(), [
        { key: "a", value: "2" },
        { key: "b", value: "" },
      ]);
      await plane.call(untagResource, { resourceArn, tagKeys: ["a", "none"] });
      assert.deepEqual(await tags(), [{ key: "b", value: "" }]);
    });
  }

  it("are decided on the resource, with the tags it has and those it gets", async () => {
    await plane.call(tagResource, { resourceArn: CLUSTER, tags: [{ key: "a", value: "1" }] });
    await plane.call(tagResource, { resourceArn: CLUSTER, tags: [{ key: "b", value: "2" }] });
    await plane.call(untagResource, { resourceArn: CLUSTER, tagKeys: ["a"] });
    const [tag, untag] = plane.decisions.slice(-2);
    assert.deepEqual([tag?.action, tag?.resource], ["ecs:TagResource", CLUSTER]);
    assert.equal(tag?.context["aws:ResourceTag/a"], "1");
    assert.equal(tag?.context["ecs:ResourceTag/a"], "1");
    assert.equal(tag?.context["aws:RequestTag/b"], "2");
    assert.deepEqual(tag?.context["aws:TagKeys"], ["b"]);
    assert.equal(tag?.context["ecs:CreateAction"], undefined);
    assert.deepEqual(untag?.context["aws:TagKeys"], ["a"]);
    assert.equal(untag?.context["aws:RequestTag/a"], undefined);
  });

  it("can only be changed by who may", async () => {
    plane.allow({ Effect: "Allow", Action: "ecs:TagResource", Resource: `${ARN}:cluster/other` });
    await rejectsWith(
      plane.call(tagResource, { resourceArn: CLUSTER, tags: [{ key: "a", value: "1" }] }),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: ecs:TagResource on resource: ${CLUSTER} because no identity-based policy allows the ecs:TagResource action`,
    );
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html#tag-restrictions
  const many = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "v" }));
  for (const [what, tags] of [
    ["a key of AWS", [{ key: "aws:a", value: "1" }]],
    ["a key of AWS in capitals", [{ key: "AWS:a", value: "1" }]],
    ["no key", [{ value: "1" }]],
    ["a long key", [{ key: "k".repeat(129), value: "1" }]],
    ["a long value", [{ key: "k", value: "v".repeat(257) }]],
    ["a key with a star", [{ key: "k*", value: "1" }]],
    ["a value with a line break", [{ key: "k", value: "a\nb" }]],
    [
      "the same key twice",
      [
        { key: "k", value: "1" },
        { key: "k", value: "2" },
      ],
    ],
    ["51 tags", many],
  ] as const) {
    it(`refuse ${what}, and nothing changes`, async () => {
      const call = plane.call(tagResource, { resourceArn: CLUSTER, tags: structuredClone(tags) as object[] });
      await rejectsWith(call, "InvalidParameterException", /./);
      assert.deepEqual((await plane.call(listTagsForResource, { resourceArn: CLUSTER })).tags, []);
    });
  }

  it("count those a resource has already", async () => {
    await plane.call(tagResource, { resourceArn: CLUSTER, tags: many.slice(0, 50) });
    await rejectsWith(
      plane.call(tagResource, { resourceArn: CLUSTER, tags: many.slice(50) }),
      "InvalidParameterException",
      /50/,
    );
    await plane.call(tagResource, { resourceArn: CLUSTER, tags: [{ key: "k1", value: "new" }] });
  });

  for (const [resourceArn, code, text] of [
    ["web", "InvalidParameterException", "Invalid arn syntax: web"],
    [`${ARN}:gateway/web`, "InvalidParameterException", `Invalid arn syntax: ${ARN}:gateway/web`],
    // https://github.com/boto/boto3/issues/2473
    [`${ARN}:task/${ID}`, "InvalidParameterException", "Long arn format must be used for tagging operations"],
    [
      `${ARN}:service/web`,
      "InvalidParameterException",
      "Long arn format must be used for tagging operations",
    ],
    [`${ARN}:cluster/none`, "ClusterNotFoundException", "Cluster not found."],
    [`${ARN}:task-definition/web:9`, "ResourceNotFoundException", /task definition was not found/],
    [`${ARN}:service/web/none`, "ResourceNotFoundException", /service was not found/],
    [
      "arn:aws:ecs:us-east-1:999999999999:cluster/web",
      "InvalidParameterException",
      /Identifier is for account/,
    ],
  ] as const) {
    it(`of ${resourceArn} are refused`, () =>
      rejectsWith(plane.call(listTagsForResource, { resourceArn }), code, text));
  }

  it("of an INACTIVE cluster are refused", async () => {
    await plane.change((state) => {
      state.table(containerInstanceTable).delete(`${ARN}:container-instance/web/${ID}`);
      state.table(taskTable).delete(`${ARN}:task/web/${ID}`);
    });
    await plane.call(deleteCluster, { cluster: "web" });
    await rejectsWith(
      plane.call(listTagsForResource, { resourceArn: CLUSTER }),
      "InvalidParameterException",
      "The specified cluster is inactive. Specify an active cluster and try again.",
    );
  });
});
