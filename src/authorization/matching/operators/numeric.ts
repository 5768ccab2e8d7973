import { type OperatorFamily, remembering, testReadings } from "./value-test.ts";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const WHOLE = /^\d{1,15}$/;

const readNumber = remembering((text) => {
  if (WHOLE.test(text)) return Number(text);
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
});

/** The `Numeric…` operators: integers and decimals, no variables, no wildcards. `fits` compares seen with wanted. */
export const numeric =
  (fits: (seen: number, wanted: number) => boolean): OperatorFamily =>
  (values) =>
    testReadings(values, readNumber, fits);
