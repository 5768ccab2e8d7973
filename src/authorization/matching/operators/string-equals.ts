import { type OperatorFamily, testTexts } from "./value-test.ts";

/** `StringEquals`: the same characters, letter case included; `*` and `?` stand for themselves. */
export const stringEquals: OperatorFamily = (values, variables) => {
  if (values.length > 8 && !values.some((value) => value.includes("${"))) {
    const wanted = new Set(values);
    return (seen) => wanted.has(seen);
  }
  return testTexts(values, { variables, wildcards: false }, (text) => (seen) => seen === text);
};
