import { matchesWild } from "../pattern.ts";
import { type OperatorFamily, testTexts } from "./value-test.ts";

/**
 * `ArnEquals` and `ArnLike`, which "behave identically": each of the six parts between colons is matched on its
 * own, with wildcards; the sixth takes all the rest, colons included. What has fewer parts is no ARN.
 */
export const arnLike: OperatorFamily = (values, variables) =>
  testTexts(values, { variables, wildcards: true }, (pattern) => {
    const colons = colonsOf(pattern);
    return (seen) => colons !== undefined && matchesArn(pattern, colons, seen);
  });

const colonsOf = (text: string): readonly number[] | undefined => {
  const colons: number[] = [];
  for (let at = text.indexOf(":"); at !== -1 && colons.length < 5; at = text.indexOf(":", at + 1))
    colons.push(at);
  return colons.length === 5 ? colons : undefined;
};

const matchesArn = (pattern: string, colons: readonly number[], seen: string): boolean => {
  let from = 0;
  let start = 0;
  for (const colon of colons) {
    const end = seen.indexOf(":", start);
    if (end === -1 || !matchesWild(pattern, from, colon, seen, start, end)) return false;
    from = colon + 1;
    start = end + 1;
  }
  return matchesWild(pattern, from, pattern.length, seen, start, seen.length);
};
