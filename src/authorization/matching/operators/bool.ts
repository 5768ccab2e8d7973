import { type OperatorFamily, testTexts } from "./value-test.ts";

/**
 * `Bool`: `true` or `false`, in any letter case; anything else matches nothing.
 * "You can use a policy variable with the Boolean condition operator."
 */
export const bool: OperatorFamily = (values, variables) =>
  testTexts(values, { variables, wildcards: false }, (text) => {
    const wanted = text.toLowerCase();
    if (wanted !== "true" && wanted !== "false") return () => false;
    return (seen) => seen.toLowerCase() === wanted;
  });
