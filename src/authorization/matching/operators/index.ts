import { arnLike } from "./arn-like.ts";
import { binaryEquals } from "./binary-equals.ts";
import { bool } from "./bool.ts";
import { date } from "./date.ts";
import { ipAddress } from "./ip-address.ts";
import { numeric } from "./numeric.ts";
import { stringEquals } from "./string-equals.ts";
import { stringEqualsIgnoreCase } from "./string-equals-ignore-case.ts";
import { stringLike } from "./string-like.ts";
import type { OperatorFamily } from "./value-test.ts";

export type { ValueTest } from "./value-test.ts";

/** An operator: what it compares, and whether it is true when nothing matches. */
type Operator = { readonly family: OperatorFamily; readonly negated: boolean };
const matching = (family: OperatorFamily): Operator => ({ family, negated: false });
const negated = (family: OperatorFamily): Operator => ({ family, negated: true });

const same = (seen: number, wanted: number): boolean => seen === wanted;
const less = (seen: number, wanted: number): boolean => seen < wanted;
const lessOrSame = (seen: number, wanted: number): boolean => seen <= wanted;
const greater = (seen: number, wanted: number): boolean => seen > wanted;
const greaterOrSame = (seen: number, wanted: number): boolean => seen >= wanted;

/**
 * Every condition operator but `Null`, without prefix and suffix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS = {
  StringEquals: matching(stringEquals),
  StringNotEquals: negated(stringEquals),
  StringEqualsIgnoreCase: matching(stringEqualsIgnoreCase),
  StringNotEqualsIgnoreCase: negated(stringEqualsIgnoreCase),
  StringLike: matching(stringLike),
  StringNotLike: negated(stringLike),
  NumericEquals: matching(numeric(same)),
  NumericNotEquals: negated(numeric(same)),
  NumericLessThan: matching(numeric(less)),
  NumericLessThanEquals: matching(numeric(lessOrSame)),
  NumericGreaterThan: matching(numeric(greater)),
  NumericGreaterThanEquals: matching(numeric(greaterOrSame)),
  DateEquals: matching(date(same)),
  DateNotEquals: negated(date(same)),
  DateLessThan: matching(date(less)),
  DateLessThanEquals: matching(date(lessOrSame)),
  DateGreaterThan: matching(date(greater)),
  DateGreaterThanEquals: matching(date(greaterOrSame)),
  Bool: matching(bool),
  BinaryEquals: matching(binaryEquals),
  IpAddress: matching(ipAddress),
  NotIpAddress: negated(ipAddress),
  ArnEquals: matching(arnLike),
  ArnLike: matching(arnLike),
  ArnNotEquals: negated(arnLike),
  ArnNotLike: negated(arnLike),
} as const satisfies Record<string, Operator>;

/** The name of a condition operator, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export type OperatorName = keyof typeof OPERATORS | "Null";

/** The operator of that name, undefined when AWS has none. Names are case-sensitive. */
export const findOperator = (name: string): OperatorName | undefined =>
  name === "Null" || Object.hasOwn(OPERATORS, name) ? (name as OperatorName) : undefined;
