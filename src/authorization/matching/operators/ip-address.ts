import { holdsRange, readIpRange } from "./ip-range.ts";
import { type OperatorFamily, remembering, testReadings } from "./value-test.ts";

const read = remembering(readIpRange);

/** `IpAddress`: the address lies in one of the CIDR ranges; a range without `/prefix` is one address. */
export const ipAddress: OperatorFamily = (values) =>
  testReadings(values, read, (seen, wanted) => holdsRange(wanted, seen));
