import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AwsError } from "../../operation/index.ts";
import { page } from "./paging.ts";

const pages = (items: readonly string[], maxResults: number, descending: boolean): readonly string[] => {
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const result = page({
      items,
      sortKey: (item) => item,
      descending,
      maxResults,
      nextToken,
      list: ["Test"],
    });
    seen.push(...result.items);
    nextToken = result.nextToken;
  } while (nextToken !== undefined);
  return seen;
};

const refused = (call: () => unknown, text: string): void =>
  assert.throws(call, (error) => error instanceof AwsError && error.message === text);

describe("pages", () => {
  it("hold every item once, in order, whatever their size", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (items, size, descending) => {
          const sorted = [...items].sort();
          assert.deepEqual(pages(items, size, descending), descending ? sorted.reverse() : sorted);
        },
      ),
    );
  });

  it("neither repeat nor hide an item when others come and go in between", () => {
    const list = { sortKey: (item: string) => item, maxResults: 2, list: ["Test"] };
    const first = page({ ...list, items: ["b", "d", "f"], nextToken: undefined });
    assert.deepEqual(first.items, ["b", "d"]);
    const second = page({ ...list, items: ["a", "b", "c", "f", "g"], nextToken: first.nextToken });
    assert.deepEqual(second.items, ["f", "g"]);
  });

  it("are refused when they are too large, too small or of no whole number", () => {
    for (const maxResults of [0, -1, 101, 1.5, Number.NaN]) {
      refused(
        () => page({ items: [], sortKey: String, maxResults, nextToken: undefined, list: [] }),
        "maxResults must be between 1 and 100",
      );
    }
  });

  it("go on with no token but that of their own list", () => {
    const list = { items: ["a", "b"], sortKey: (item: string) => item, maxResults: 1 };
    const { nextToken } = page({ ...list, nextToken: undefined, list: ["One", undefined, "x"] });
    refused(() => page({ ...list, nextToken, list: ["One", "x", undefined] }), "Invalid token");
    fc.assert(
      fc.property(fc.string(), (token) => {
        fc.pre(token !== nextToken);
        refused(() => page({ ...list, nextToken: token, list: ["One", undefined, "x"] }), "Invalid token");
      }),
    );
  });
});
