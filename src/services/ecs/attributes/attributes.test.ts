import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Attribute } from "@aws-sdk/client-ecs";
import { createCluster } from "../clusters/create-cluster.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { containerInstanceRow } from "../testing/rows.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { deleteAttributes } from "./delete-attributes.ts";
import { listAttributes } from "./list-attributes.ts";
import { putAttributes } from "./put-attributes.ts";

const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/web";
const INSTANCE = "arn:aws:ecs:us-east-1:123456789012:container-instance/web/i1";

let plane: TestPlane;

beforeEach(async () => {
  plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: "web" });
  await plane.change((state) =>
    state.table(containerInstanceTable).put(
      containerInstanceRow({
        clusterArn: CLUSTER,
        id: "i1",
        attributes: [{ name: "ecs.os-type", value: "linux" }],
        tags: [{ key: "team", value: "a" }],
      }),
    ),
  );
});

const put = (...attributes: readonly Attribute[]): Promise<unknown> =>
  plane.call(putAttributes, { cluster: "web", attributes: [...attributes] });

const custom = (name: string, value?: string): Attribute => ({ name, value, targetId: INSTANCE });

const list = async (input: object = {}): Promise<unknown> =>
  (await plane.call(listAttributes, { cluster: "web", targetType: "container-instance", ...input }))
    .attributes;

describe("attributes", () => {
  it("are set by ARN or by id, listed, and deleted", async () => {
    await put(custom("stack", "production"), {
      name: "rack",
      targetType: "container-instance",
      targetId: "i1",
    });
    await put(custom("stack", "test"));
    const stack = { name: "stack", value: "test", targetId: INSTANCE };
    assert.deepEqual(await list({ attributeName: "stack" }), [stack]);
    assert.deepEqual(await list({ attributeName: "stack", attributeValue: "production" }), []);
    assert.equal(((await list()) as unknown[]).length, 3);
    await plane.call(deleteAttributes, { cluster: "web", attributes: [custom("stack", "other")] });
    assert.deepEqual(await list({ attributeName: "stack" }), [stack]);
    const { attributes } = await plane.call(deleteAttributes, {
      cluster: "web",
      attributes: [custom("stack")],
    });
    assert.equal(attributes?.[0]?.value, "test");
    assert.deepEqual(await list({ attributeName: "stack" }), []);
  });

  it("count as a change of the container instance", async () => {
    await put(custom("stack", "production"));
    assert.equal(plane.state.table(containerInstanceTable).get(INSTANCE)?.version, 2);
  });

  it("are decided on the container instance, in its cluster", async () => {
    await put(custom("a", "1"), custom("b", "2"));
    const decision = plane.decisions.at(-1);
    assert.deepEqual([decision?.action, decision?.resource], ["ecs:PutAttributes", INSTANCE]);
    assert.equal(decision?.context["ecs:cluster"], CLUSTER);
    assert.equal(decision?.context["aws:ResourceTag/team"], "a");
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attribute.html
  for (const [what, attribute, code] of [
    ["a name with a space", custom("a b"), "InvalidParameterException"],
    ["a name of the agent's", custom("ecs.os-type", "windows"), "InvalidParameterException"],
    ["a value that begins with a space", custom("a", " b"), "InvalidParameterException"],
    ["a long value", custom("a", "b".repeat(129)), "InvalidParameterException"],
    ["no target", { name: "a" }, "InvalidParameterException"],
    ["an id without its type", { name: "a", targetId: "i1" }, "InvalidParameterException"],
    [
      "a machine that is not there",
      { name: "a", targetType: "container-instance", targetId: "i2" },
      "TargetNotFoundException",
    ],
  ] as const) {
    it(`refuse ${what}`, () => rejectsWith(put(attribute), code, /./));
  }

  it("are ten at most, besides the agent's", async () => {
    await put(...Array.from({ length: 10 }, (_, index) => custom(`a${index}`, "1")));
    await rejectsWith(put(custom("one-more")), "AttributeLimitExceededException", /10/);
    await put(custom("a1", "2"));
  });
});
