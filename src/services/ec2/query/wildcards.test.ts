import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { wildcard } from "./wildcards.ts";

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ["web", "web", true],
  ["web", "Web", false],
  ["web-*", "web-1", true],
  ["web-*", "web-", true],
  ["web-?", "web-", false],
  ["*.micro", "t3.micro", true],
  ["t3xmicro", "t3.micro", false],
  ["a\\*", "a*", true],
  ["a\\*", "ab", false],
  ["a\\", "a\\", true],
  ["*a*b*", "xxaxxbxx", true],
  ["*", "", true],
  ["", "", true],
];

for (const [pattern, text, matches] of cases) {
  test(`${pattern} ${matches ? "matches" : "does not match"} ${text}`, () => {
    assert.equal(wildcard(pattern)(text), matches);
  });
}

test("agrees with a regular expression of the same meaning", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?") });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b") }), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      assert.equal(wildcard(pattern)(text), expression.test(text));
    }),
  );
});
