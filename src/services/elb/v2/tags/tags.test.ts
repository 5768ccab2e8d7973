import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsError } from "../../testing/aws-error.ts";
import { defaultRuleArn } from "../rules/default-rule.ts";
import { makeListener, makeLoadBalancer, makeRule, makeTargetGroup } from "../testing/samples.ts";
import { openTestPlane } from "../testing/test-plane.ts";
import { addTags } from "./add-tags.ts";
import { describeTags } from "./describe-tags.ts";
import { removeTags } from "./remove-tags.ts";

describe("tags", () => {
  it("are put on everything that can have some, changed and removed", async () => {
    const plane = await openTestPlane();
    const loadBalancer = await makeLoadBalancer(plane);
    const group = await makeTargetGroup(plane);
    const listener = await makeListener(plane, loadBalancer, group);
    const rule = await makeRule(plane, listener, group, 1);
    const ResourceArns = [loadBalancer, group, listener, rule, defaultRuleArn(listener)];
    const shown = async (): Promise<readonly unknown[]> =>
      ((await plane.call(describeTags, { ResourceArns })).TagDescriptions ?? []).map(({ Tags }) => Tags);
    assert.deepEqual(await shown(), [[], [], [], [], []]);
    const Tags = [{ Key: "team", Value: "a" }, { Key: "__proto__", Value: "b" }, { Key: "empty" }];
    await plane.call(addTags, { ResourceArns, Tags });
    await plane.call(addTags, { ResourceArns, Tags: [{ Key: "team", Value: "c" }] });
    const after = [
      { Key: "team", Value: "c" },
      { Key: "__proto__", Value: "b" },
      { Key: "empty", Value: "" },
    ];
    assert.deepEqual(await shown(), [after, after, after, after, after]);
    await plane.call(removeTags, { ResourceArns, TagKeys: ["team", "empty", "none"] });
    assert.deepEqual(await shown(), Array(5).fill(after.slice(1, 2)));
  });

  it("are refused where AWS refuses them", async () => {
    const plane = await openTestPlane();
    const arn = await makeLoadBalancer(plane);
    const gone = arn.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    const add = (ResourceArns: string[], ...keys: readonly string[]): Promise<unknown> =>
      plane.call(addTags, { ResourceArns, Tags: keys.map((Key) => ({ Key, Value: "" })) });
    await assert.rejects(
      add([gone], "a"),
      awsError("LoadBalancerNotFound", "One or more load balancers not found"),
    );
    await assert.rejects(add(["web"], "a"), awsError("ValidationError", "'web' is not a valid ARN"));
    await assert.rejects(add([], "a"), { code: "ValidationError" });
    await assert.rejects(add([arn], "a", "a"), { code: "DuplicateTagKeys" });
    await assert.rejects(add([arn], "aws:a"), { code: "ValidationError" });
    await assert.rejects(add([arn], "x".repeat(129)), { code: "ValidationError" });
    const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${index}`);
    await add([arn], ...keys(50));
    await assert.rejects(add([arn], "one more"), { code: "TooManyTags" });
    // Either all of the call's resources get the tags, or none.
    const group = await makeTargetGroup(plane);
    await assert.rejects(add([group, gone], "a"), { code: "LoadBalancerNotFound" });
    const { TagDescriptions } = await plane.call(describeTags, { ResourceArns: [group] });
    assert.deepEqual(TagDescriptions?.[0]?.Tags, []);
  });

  it("decide on each resource of a call by its own", async () => {
    const plane = await openTestPlane();
    const mine = await makeLoadBalancer(plane, { Tags: [{ Key: "team", Value: "a" }] });
    const theirs = await makeTargetGroup(plane, { Tags: [{ Key: "team", Value: "b" }] });
    plane.allow({
      Effect: "Allow",
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: "*",
      Condition: {
        StringEquals: { "aws:ResourceTag/team": "a" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["note"] },
      },
    });
    const note = { Tags: [{ Key: "note", Value: "n" }] };
    await plane.call(addTags, { ResourceArns: [mine], ...note });
    await assert.rejects(plane.call(addTags, { ResourceArns: [mine, theirs], ...note }), {
      code: "AccessDenied",
    });
    await assert.rejects(plane.call(removeTags, { ResourceArns: [mine], TagKeys: ["team"] }), {
      code: "AccessDenied",
    });
    await plane.call(removeTags, { ResourceArns: [mine], TagKeys: ["note"] });
  });
});
