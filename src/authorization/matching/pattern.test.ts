import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  ANY_CHARACTER,
  ANY_CHARACTER_IN_PART,
  ANY_TEXT,
  ANY_TEXT_IN_PART,
  compilePattern,
  matchesPattern,
} from "./pattern.ts";

const SOURCES: Readonly<Record<string, string>> = {
  [ANY_TEXT]: "[^]*",
  [ANY_CHARACTER]: "[^]",
  [ANY_TEXT_IN_PART]: "[^:]*",
  [ANY_CHARACTER_IN_PART]: "[^:]",
};
const asRegExp = (pattern: string): RegExp =>
  new RegExp(`^${[...pattern].map((character) => SOURCES[character] ?? character).join("")}$`);

describe("patterns", () => {
  it("match as regular expressions would", () => {
    const text = fc.array(fc.constantFrom("a", "b", ":"), { maxLength: 8 }).map((all) => all.join(""));
    const pattern = fc
      .array(fc.constantFrom("a", "b", ":", ...Object.keys(SOURCES)), { maxLength: 8 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(pattern, text, (one, value) => {
        assert.equal(matchesPattern(compilePattern(one), value), asRegExp(one).test(value));
      }),
      { numRuns: 2000 },
    );
  });

  // A regular expression would still be at it when the sun goes out.
  for (const [name, star] of [
    ["crossing colons", ANY_TEXT],
    ["within a part", ANY_TEXT_IN_PART],
  ] as const)
    it(`with 100 wildcards ${name} come to an end`, () => {
      const pattern = compilePattern(`${`${star}a`.repeat(100)}${star}b`);
      assert.equal(matchesPattern(pattern, "a".repeat(2000)), false);
      assert.equal(matchesPattern(pattern, `${"a".repeat(2000)}b`), true);
    });
});
