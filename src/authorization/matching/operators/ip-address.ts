import { holdsRange, readIpRange } from "./ip-range.ts";
import { type OperatorFamily, testReadings } from "./value-test.ts";

/** `IpAddress`: the address lies in one of the CIDR ranges; a range without `/prefix` is one address. */
export const ipAddress: OperatorFamily = (values) =>
  testReadings(values, readIpRange, (seen, wanted) => holdsRange(wanted, seen));
