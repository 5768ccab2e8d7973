import { isIPv4, isIPv6 } from "node:net";
import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { validationError } from "../errors.ts";
import { type Compared, comparedOf, LONGEST_VALUE, requireValues } from "./condition-values.ts";

/** A condition as it is kept, how many values it compares with, and the texts that may have wildcards. */
export type Condition = {
  readonly condition: RuleCondition;
  readonly count: number;
  readonly wild: readonly string[];
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html */
const LONGEST_NAME = 40;

const checkEach = (values: readonly string[], pattern: RegExp, field: string): void => {
  for (const value of values)
    if (!pattern.test(value))
      throw validationError(
        `Condition value '${value}' contains a character that is not valid for '${field}'`,
      );
};

const kept = (condition: RuleCondition, { Values, RegexValues }: Compared): Condition => ({
  condition,
  count: (Values ?? RegexValues ?? []).length,
  wild: Values ?? [],
});

/** `Values` are shown twice for the two oldest fields. */
const own = ({ Values }: Compared): Pick<RuleCondition, "Values"> => (Values === undefined ? {} : { Values });

const hostHeader = (condition: RuleCondition): Condition => {
  const compared = comparedOf(condition, condition.HostHeaderConfig);
  const { Values = [] } = compared;
  checkEach(Values, /^[A-Za-z0-9.*?-]+$/, "host-header");
  for (const value of Values)
    if (!/\.[A-Za-z*?]*$/.test(value))
      throw validationError(
        `Condition value '${value}' must contain at least one '.' character, with only alphabetical characters after the last one`,
      );
  return kept({ Field: "host-header", ...own(compared), HostHeaderConfig: compared }, compared);
};

const pathPattern = (condition: RuleCondition): Condition => {
  const compared = comparedOf(condition, condition.PathPatternConfig);
  checkEach(compared.Values ?? [], /^[A-Za-z0-9_\-.$/~"'@:+&*?%!(),;=]+$/, "path-pattern");
  return kept({ Field: "path-pattern", ...own(compared), PathPatternConfig: compared }, compared);
};

const refuseOwnValues = ({ Field, Values = [] }: RuleCondition): void => {
  if (Values.length > 0)
    throw validationError(`You must specify the configuration of a condition with the field '${Field}'`);
};

const httpHeader = (condition: RuleCondition): Condition => {
  refuseOwnValues(condition);
  const compared = comparedOf(condition, condition.HttpHeaderConfig);
  const { HttpHeaderName: name = "" } = condition.HttpHeaderConfig ?? {};
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || name.length > LONGEST_NAME)
    throw validationError(`HTTP header name '${name}' is not valid`);
  if (name.toLowerCase() === "host")
    throw validationError("Use a condition with the field 'host-header' to compare the host header");
  checkEach(compared.Values ?? [], /^[\x20-\x7e]+$/, "http-header");
  return kept({ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: name, ...compared } }, compared);
};

const requestMethod = (condition: RuleCondition): Condition => {
  refuseOwnValues(condition);
  const Values = requireValues(condition.HttpRequestMethodConfig?.Values);
  for (const value of Values)
    if (!/^[A-Z_-]{1,40}$/.test(value)) throw validationError(`HTTP request method '${value}' is not valid`);
  const kind = { Field: "http-request-method", HttpRequestMethodConfig: { Values } };
  return { condition: kind, count: Values.length, wild: [] };
};

const isCidr = (text: string): boolean => {
  const [address = "", prefix = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  return isIPv4(address) ? Number(prefix) <= 32 : isIPv6(address) && Number(prefix) <= 128;
};

const sourceIp = (condition: RuleCondition): Condition => {
  refuseOwnValues(condition);
  const Values = requireValues(condition.SourceIpConfig?.Values);
  for (const value of Values)
    if (!isCidr(value)) throw validationError(`Condition value '${value}' is not a valid CIDR block`);
  return { condition: { Field: "source-ip", SourceIpConfig: { Values } }, count: Values.length, wild: [] };
};

const queryString = (condition: RuleCondition): Condition => {
  refuseOwnValues(condition);
  const { Values: given = [] } = condition.QueryStringConfig ?? {};
  if (given.length === 0) throw validationError("A condition value must be specified");
  const Values = given.map(({ Key = "", Value = "" }) => {
    requireValues([Value]);
    if (Key.length > LONGEST_VALUE)
      throw validationError(`A query string key cannot be longer than ${LONGEST_VALUE} characters`);
    checkEach([`${Key}${Value}`], /^[\x20-\x7e]+$/, "query-string");
    return Key === "" ? { Value } : { Key, Value };
  });
  const wild = given.map(({ Key = "", Value = "" }) => `${Key}${Value}`);
  return { condition: { Field: "query-string", QueryStringConfig: { Values } }, count: Values.length, wild };
};

/** What each field makes of a condition. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
export const CONDITION_KINDS: Readonly<Record<string, (condition: RuleCondition) => Condition>> = {
  "host-header": hostHeader,
  "http-header": httpHeader,
  "http-request-method": requestMethod,
  "path-pattern": pathPattern,
  "query-string": queryString,
  "source-ip": sourceIp,
};
