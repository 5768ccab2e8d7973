import { compilePattern, matchesPattern } from "../pattern.ts";
import { type OperatorFamily, testTexts } from "./value-test.ts";

/** `StringLike`: case-sensitive, `*` for any text and `?` for any one character, anywhere in the value. */
export const stringLike: OperatorFamily = (values, variables) =>
  testTexts(values, { variables, wildcards: true }, (text) => {
    const pattern = compilePattern(text);
    return (seen) => matchesPattern(pattern, seen);
  });
