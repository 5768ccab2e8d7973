import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { wildcardRegex } from "./pattern.ts";

/** JavaScript has no atomic groups; what a lookahead has found is kept, too. */
const compiled = (expression: string): RegExp => {
  let group = 0;
  const atomic = expression.replaceAll(/\(\?>([^)]*)\)/g, (_, inner: string) => {
    group += 1;
    return `(?=(${inner}))(?:\\${group})`;
  });
  return new RegExp(`^${atomic}$`, "s");
};

/** What a pattern means, word by word. */
const fits = (pattern: string, text: string): boolean => {
  const [head, ...rest] = [...pattern];
  if (head === undefined) return text === "";
  const tail = rest.join("");
  if (head === "*") return fits(tail, text) || (text !== "" && fits(pattern, text.slice(1)));
  return text !== "" && (head === "?" || head === text[0]) && fits(tail, text.slice(1));
};

const letters = (from: readonly string[]) =>
  fc.array(fc.constantFrom(...from), { maxLength: 10 }).map((all) => all.join(""));

describe("a pattern with wildcards", () => {
  it("means as an expression what it says", () => {
    fc.assert(
      fc.property(letters(["a", "b", ".", ")", "*", "?"]), letters(["a", "b", ".", ")"]), (pattern, text) => {
        assert.equal(
          compiled(wildcardRegex(pattern)).test(text),
          fits(pattern, text),
          wildcardRegex(pattern),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps what it found between two asterisks", () => {
    assert.equal(wildcardRegex("a*b**c?*d"), "a(?>.*?b)(?>.*?c.).*d");
  });
});
