import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { awsError } from "../../testing/aws-error.ts";
import { describeAccountLimits } from "../account-limits/describe-account-limits.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { addTags } from "./add-tags.ts";
import { describeTags } from "./describe-tags.ts";
import { removeTags } from "./remove-tags.ts";

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
});

const LoadBalancerNames = [WEB];
const tags = async () => (await plane.call(describeTags, { LoadBalancerNames })).TagDescriptions?.[0]?.Tags;

describe("the tags of a Classic Load Balancer", () => {
  it("come, change and go", async () => {
    await plane.call(addTags, {
      LoadBalancerNames,
      Tags: [{ Key: "team", Value: "red" }, { Key: "empty" }, { Key: "__proto__", Value: "x" }],
    });
    assert.deepEqual(await tags(), [
      { Key: "team", Value: "red" },
      { Key: "empty", Value: "" },
      { Key: "__proto__", Value: "x" },
    ]);
    await plane.call(removeTags, { LoadBalancerNames, Tags: [{ Key: "team" }, { Key: "none" }] });
    assert.deepEqual(await tags(), [
      { Key: "empty", Value: "" },
      { Key: "__proto__", Value: "x" },
    ]);
  });

  it("are refused where they make no sense", async () => {
    const add = (Tags: readonly { readonly Key: string; readonly Value: string }[]) =>
      plane.call(addTags, { LoadBalancerNames, Tags });
    await assert.rejects(add([]), awsError("ValidationError", /'tags' failed to satisfy constraint/));
    await assert.rejects(
      add([{ Key: "a<b", Value: "" }]),
      awsError("ValidationError", /'tags\.1\.member\.key' failed .* regular expression pattern/),
    );
    await assert.rejects(
      add([{ Key: "a", Value: "x".repeat(257) }]),
      awsError("ValidationError", /'tags\.1\.member\.value'.*length less than or equal to 256/),
    );
    await assert.rejects(
      add(Array.from({ length: 50 }, (_, index) => ({ Key: String(index), Value: "" }))),
      awsError("TooManyTags", /quota/),
    );
    await assert.rejects(
      plane.call(addTags, { LoadBalancerNames: [], Tags: [{ Key: "a", Value: "" }] }),
      awsError("ValidationError", /name/),
    );
    const many = Array.from({ length: 21 }, (_, index) => `web-${index}`);
    await assert.rejects(
      plane.call(addTags, { LoadBalancerNames: many, Tags: [{ Key: "a", Value: "" }] }),
      awsError("ValidationError", /No more than 20/),
    );
    await assert.rejects(
      plane.call(describeTags, { LoadBalancerNames: ["none"] }),
      awsError("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named 'none'"),
    );
    await assert.rejects(
      plane.call(describeTags, { LoadBalancerNames: Array.from({ length: 21 }, () => WEB) }),
      awsError("ValidationError", /less than or equal to 20/),
    );
  });
});

describe("the limits of an account", () => {
  it("are AWS's defaults, in pages", async () => {
    assert.deepEqual(await plane.call(describeAccountLimits, {}), {
      Limits: [
        { Name: "classic-listeners", Max: "100" },
        { Name: "classic-load-balancers", Max: "20" },
        { Name: "classic-registered-instances", Max: "1000" },
      ],
    });
    const { NextMarker: Marker = "" } = await plane.call(describeAccountLimits, { PageSize: 2 });
    assert.equal((await plane.call(describeAccountLimits, { Marker })).Limits?.length, 1);
  });
});
