import type { RequestContext } from "../../types.ts";
import { parseText, resolve, type Template, type TextRules } from "../template.ts";

/** Whether one value of the request matches any of the policy's values; negation is not its affair. */
export type ValueTest = (seen: string, context: RequestContext) => boolean;

/** Prepares the values of a condition for one family of operators; called once per compiled policy. */
export type OperatorFamily = (values: readonly string[], variables: boolean) => ValueTest;

/** True when one of `tests` is. */
export const anyOf = (tests: readonly ValueTest[]): ValueTest => {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  return (seen, context) => {
    for (const test of tests) if (test(seen, context)) return true;
    return false;
  };
};

/**
 * The test of a family whose values may hold variables: `prepare` makes a test of each text, at once where it
 * has no variable, otherwise when the request is known.
 */
export const testTexts = (
  values: readonly string[],
  rules: TextRules,
  prepare: (text: string) => (seen: string) => boolean,
): ValueTest =>
  anyOf(
    values.flatMap((value): ValueTest[] => {
      const text = parseText(value, rules);
      if (text === undefined) return [];
      return [typeof text === "string" ? prepare(text) : testTemplate(text, prepare)];
    }),
  );

const testTemplate =
  (template: Template, prepare: (text: string) => (seen: string) => boolean): ValueTest =>
  (seen, context) => {
    const text = resolve(template, context);
    return text !== undefined && prepare(text)(seen);
  };

/**
 * The test of a family without variables whose values have to be read; what can not be read matches nothing. `read`
 * is best shared by all tests of the family: see {@link remembering}.
 */
export const testReadings = <Reading>(
  values: readonly string[],
  read: (text: string) => Reading | undefined,
  fits: (seen: Reading, wanted: Reading) => boolean,
): ValueTest => {
  const wanted = values.map(read).filter((reading) => reading !== undefined);
  return (text) => {
    const seen = read(text);
    if (seen === undefined) return false;
    for (const one of wanted) if (fits(seen, one)) return true;
    return false;
  };
};

/** `read`, but the same text twice in a row is read once: many statements ask about one value of one request. */
export const remembering = <Reading>(
  read: (text: string) => Reading | undefined,
): ((text: string) => Reading | undefined) => {
  let lastText: string | undefined;
  let lastReading: Reading | undefined;
  return (text) => {
    if (text !== lastText) {
      lastReading = read(text);
      lastText = text;
    }
    return lastReading;
  };
};
