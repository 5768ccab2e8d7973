import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescribeTagsCommandOutput } from "@aws-sdk/client-ec2";
import { defaultVpc } from "../network/default-vpc.ts";
import { addInstance } from "../testing/add-instance.ts";
import { scope, type TestPlane, testPlane } from "../testing/test-plane.ts";

const id = "i-0123456789abcdef0";

const tagsNow = async (plane: TestPlane, Filters?: object[]): Promise<string[]> =>
  ((await plane.call<DescribeTagsCommandOutput>("DescribeTags", { Filters })).Tags ?? []).map(
    ({ ResourceType, Key, Value }) => `${ResourceType} ${Key}=${Value}`,
  );

test("tags are added, overwritten, found and deleted", async () => {
  const plane = await testPlane();
  const row = await addInstance(plane, { id });
  const subnet = defaultVpc(scope).subnets[0].id;
  await plane.call("CreateTags", {
    Resources: [id, row.rootVolume.id, subnet],
    Tags: [
      { Key: "team", Value: "web" },
      { Key: "empty", Value: "" },
    ],
  });
  await plane.call("CreateTags", { Resources: [id], Tags: [{ Key: "team", Value: "data" }] });
  assert.deepEqual(await tagsNow(plane, [{ Name: "key", Values: ["team"] }]), [
    "instance team=data",
    "volume team=web",
    "subnet team=web",
  ]);
  await plane.call("DeleteTags", {
    Resources: [id],
    Tags: [{ Key: "team", Value: "web" }, { Key: "empty" }],
  });
  assert.deepEqual(await tagsNow(plane, [{ Name: "resource-id", Values: [id] }]), ["instance team=data"]);
  await plane.call("DeleteTags", { Resources: [id, subnet] });
  assert.deepEqual(await tagsNow(plane), ["volume team=web", "volume empty="]);
});

test("a resource has at most 50 tags, and a refused call adds none", async () => {
  const plane = await testPlane();
  await addInstance(plane, { id });
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `key${index}`, Value: "" }));
  await assert.rejects(plane.call("CreateTags", { Resources: [id], Tags }), { code: "TagLimitExceeded" });
  assert.deepEqual(await tagsNow(plane), []);
});

test("a call that names too much is refused before anything is decided", async () => {
  const plane = await testPlane();
  const Resources = Array.from({ length: 1001 }, () => id);
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `key${index}`, Value: "" }));
  for (const name of ["CreateTags", "DeleteTags"]) {
    await assert.rejects(plane.call(name, { Resources, Tags: Tags.slice(0, 1) }), {
      code: "InvalidParameterValue",
    });
    await assert.rejects(plane.call(name, { Resources: [id], Tags }), { code: "TagLimitExceeded" });
  }
  assert.deepEqual(plane.decisions, []);
});

test("tagging is decided on each resource, on the tags it has and on those it gets", async () => {
  const plane = await testPlane();
  await addInstance(plane, { id });
  await plane.call("CreateTags", { Resources: [id], Tags: [{ Key: "team", Value: "web" }] });
  await plane.call("CreateTags", {
    Resources: [id, defaultVpc(scope).id],
    Tags: [{ Key: "stage", Value: "prod" }],
  });
  const [, first, second] = plane.decisions;
  assert.equal(first?.resource, `arn:aws:ec2:us-west-2:123456789012:instance/${id}`);
  assert.equal(first?.context["aws:RequestTag/stage"], "prod");
  assert.equal(first?.context["ec2:ResourceTag/team"], "web");
  assert.equal(first?.context["ec2:CreateAction"], undefined);
  assert.equal(second?.resource, `arn:aws:ec2:us-west-2:123456789012:vpc/${defaultVpc(scope).id}`);
});

test("an ID that begins like a member of every object is an ID that names nothing", async () => {
  const plane = await testPlane();
  for (const wrong of ["constructor-1", "__proto__-1", "toString-1"]) {
    const call = plane.call("CreateTags", { Resources: [wrong], Tags: [{ Key: "a", Value: "" }] });
    await assert.rejects(call, { code: "InvalidID" });
  }
});
