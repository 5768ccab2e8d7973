import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RequestContext } from "../types.ts";
import { holds } from "./cases.ts";

type Seen = string | readonly string[] | undefined;
/** operator, wanted, seen (undefined: the key is missing), whether the condition holds. */
export type Row = readonly [operator: string, wanted: unknown, seen: Seen, expected: boolean];
/** Rows of a kind under their title, with the page that states them. */
export type Tables = Readonly<Record<string, readonly [page: string, rows: readonly Row[]]>>;

/** One test for each row. */
export const testTables = (tables: Tables): void => {
  for (const [title, [page, rows]] of Object.entries(tables))
    describe(`${title} (${page})`, () => {
      for (const [operator, wanted, seen, expected] of rows)
        it(`${operator} ${JSON.stringify(wanted)} ${expected ? "holds" : "fails"} for ${JSON.stringify(seen)}`, () => {
          const context: RequestContext = seen === undefined ? {} : { "test:Key": seen };
          assert.equal(holds(operator, "test:Key", wanted, context), expected);
        });
    });
};
