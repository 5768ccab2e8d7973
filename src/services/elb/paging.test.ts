import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { nextMarker, paged } from "./paging.ts";
import { awsError } from "./testing/aws-error.ts";
import { describeTargetGroups } from "./v2/target-groups/describe-target-groups.ts";
import { makeTargetGroup } from "./v2/testing/samples.ts";
import { openTestPlane } from "./v2/testing/test-plane.ts";

describe("pages", () => {
  it("have each item once, in order, whatever their size", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 10 }), (items, PageSize) => {
        const seen: string[] = [];
        let Marker: string | undefined;
        do {
          const page = paged(items, { PageSize, Marker }, (item) => item);
          assert.ok(page.items.length <= PageSize);
          seen.push(...page.items);
          Marker = nextMarker(page).NextMarker;
        } while (Marker !== undefined);
        assert.deepEqual(seen, [...items].sort());
      }),
    );
  });

  it("go on where they were when what was given last has gone", () => {
    const first = paged(["a", "b", "c"], { PageSize: 2 }, (item) => item);
    assert.deepEqual(paged(["a", "c"], { Marker: first.NextMarker }, (item) => item).items, ["c"]);
  });

  it("hold 400 items at most, and markers are what was given", async () => {
    const plane = await openTestPlane();
    for (const Name of ["a", "b", "c"]) await makeTargetGroup(plane, { Name });
    const one = await plane.call(describeTargetGroups, { PageSize: 2 });
    assert.equal(one.TargetGroups?.length, 2);
    const two = await plane.call(describeTargetGroups, { PageSize: 2, Marker: one.NextMarker });
    assert.deepEqual([two.TargetGroups?.[0]?.TargetGroupName, two.NextMarker], ["c", undefined]);
    await assert.rejects(plane.call(describeTargetGroups, { Marker: "none" }), { code: "ValidationError" });
    await assert.rejects(
      plane.call(describeTargetGroups, { PageSize: 401 }),
      awsError(
        "ValidationError",
        "1 validation error detected: Value '401' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 400",
      ),
    );
  });
});
