import { readInstant } from "./instant.ts";
import { type OperatorFamily, remembering, testReadings } from "./value-test.ts";

const read = remembering(readInstant);

/** The `Date…` operators: moments in ISO 8601 or epoch seconds, no variables. `fits` compares seen with wanted. */
export const date =
  (fits: (seen: number, wanted: number) => boolean): OperatorFamily =>
  (values) =>
    testReadings(values, read, fits);
