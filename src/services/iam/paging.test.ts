import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { paged } from "./paging.ts";
import { awsError } from "./testing/aws-error.ts";

const everyPage = (names: readonly string[], MaxItems: number): string[][] => {
  const pages: string[][] = [];
  let Marker: string | undefined;
  do {
    const page = paged(names, { MaxItems, Marker }, (name) => name);
    pages.push([...page.items]);
    assert.equal(page.IsTruncated, page.Marker !== undefined);
    Marker = page.Marker;
  } while (Marker !== undefined);
  return pages;
};

describe("paging", () => {
  it("gives everything once, in order, in pages that are full but for the last", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (names, size) => {
        const pages = everyPage(names, size);
        assert.deepEqual(
          pages.flat(),
          [...names].sort((a, b) => (a < b ? -1 : 1)),
        );
        for (const page of pages.slice(0, -1)) assert.equal(page.length, size);
      }),
    );
  });

  it("goes on after the last item given, whatever came and went", () => {
    const first = paged(["b", "d", "f"], { MaxItems: 2 }, (name) => name);
    const Marker = first.Marker;
    assert.deepEqual(paged(["a", "c", "e", "f", "g"], { Marker }, (name) => name).items, ["e", "f", "g"]);
  });

  it("gives 100 items unless told otherwise", () => {
    const names = Array.from({ length: 150 }, (_, index) => String(index).padStart(3, "0"));
    assert.equal(paged(names, {}, (name) => name).items.length, 100);
  });

  it("refuses a marker that it did not give", () => {
    assert.throws(
      () => paged(["a"], { Marker: "not-ours" }, (name) => name),
      awsError("ValidationError", "Invalid Marker.", 400),
    );
  });
});
