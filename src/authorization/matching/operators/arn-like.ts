import { compilePattern, matchesPattern, type Pattern } from "../pattern.ts";
import { type OperatorFamily, testTexts } from "./value-test.ts";

/**
 * `ArnEquals` and `ArnLike`, which "behave identically": each of the six parts between colons is matched on its
 * own, with wildcards; the sixth takes all the rest, colons included. What has fewer parts is no ARN.
 */
export const arnLike: OperatorFamily = (values, variables) =>
  testTexts(values, { variables, wildcards: true }, (text) => {
    const [parts, rest] = split(text);
    if (rest === undefined) return () => false;
    const patterns = parts.map(compilePattern);
    const last = compilePattern(rest);
    if ([...patterns, last].every(({ form }) => form === "exact")) return (seen) => seen === text;
    return (seen) => matchesArn(patterns, last, seen);
  });

const split = (text: string): readonly [parts: readonly string[], rest: string | undefined] => {
  const parts = text.split(":");
  return parts.length < 6 ? [[], undefined] : [parts.slice(0, 5), parts.slice(5).join(":")];
};

const matchesArn = (patterns: readonly Pattern[], last: Pattern, seen: string): boolean => {
  let start = 0;
  for (const pattern of patterns) {
    const end = seen.indexOf(":", start);
    if (end === -1 || !matchesPart(pattern, seen, start, end)) return false;
    start = end + 1;
  }
  return matchesPart(last, seen, start, seen.length);
};

// The common forms of a part are matched where they stand, without cutting them out.
const matchesPart = (pattern: Pattern, seen: string, start: number, end: number): boolean => {
  const { form, text } = pattern;
  if (form === "any") return true;
  if (form === "exact") return end - start === text.length && seen.startsWith(text, start);
  if (form === "prefix") return end - start >= text.length && seen.startsWith(text, start);
  return matchesPattern(pattern, seen.slice(start, end));
};
