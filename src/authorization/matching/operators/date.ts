import { readInstant } from "./instant.ts";
import { type OperatorFamily, testReadings } from "./value-test.ts";

/** The `Date…` operators: moments in ISO 8601 or epoch seconds, no variables. `fits` compares seen with wanted. */
export const date =
  (fits: (seen: number, wanted: number) => boolean): OperatorFamily =>
  (values) =>
    testReadings(values, readInstant, fits);
