import { type OperatorFamily, testTexts } from "./value-test.ts";

/** `StringEqualsIgnoreCase`: the same characters but for letter case. */
export const stringEqualsIgnoreCase: OperatorFamily = (values, variables) =>
  testTexts(values, { variables, wildcards: false }, (text) => {
    const wanted = text.toLowerCase();
    return (seen) => seen.toLowerCase() === wanted;
  });
