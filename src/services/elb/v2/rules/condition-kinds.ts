import { isIPv4, isIPv6 } from "node:net";
import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { notCarried, validationError } from "../errors.ts";

/** A condition as it is kept, the texts that are compared, and whether they may have wildcards. */
export type Condition = {
  readonly condition: RuleCondition;
  readonly texts: readonly string[];
  readonly wild: boolean;
};

type Values = { readonly Values?: readonly string[]; readonly RegexValues?: readonly string[] };

const LONGEST = 128;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html */
const LONGEST_NAME = 40;

/** The values of a condition: in its configuration, or, for the two oldest fields, in `Values`. */
const valuesOf = (condition: RuleCondition, config: Values | undefined, old: boolean): string[] => {
  const { Field, Values = [] } = condition;
  if (config !== undefined && Values.length > 0)
    throw validationError(`You cannot specify both condition values and a configuration for '${Field}'`);
  if ((condition.RegexValues ?? config?.RegexValues ?? []).length > 0)
    throw notCarried("regular expressions in conditions");
  if (!old && Values.length > 0)
    throw validationError(`You must specify the configuration of a condition with the field '${Field}'`);
  const values = [...(config?.Values ?? Values)];
  if (values.length === 0) throw validationError("A condition value must be specified");
  for (const value of values)
    if (value.length < 1 || value.length > LONGEST)
      throw validationError(
        `Condition value '${value.slice(0, LONGEST)}' must be between 1 and ${LONGEST} characters`,
      );
  return values;
};

const checkEach = (values: readonly string[], pattern: RegExp, field: string): void => {
  for (const value of values)
    if (!pattern.test(value))
      throw validationError(
        `Condition value '${value}' contains a character that is not valid for '${field}'`,
      );
};

const hostHeader = (condition: RuleCondition): Condition => {
  const values = valuesOf(condition, condition.HostHeaderConfig, true);
  checkEach(values, /^[A-Za-z0-9.*?-]+(?::\d{1,5})?$/, "host-header");
  if (values.some((value) => !value.includes(".")))
    throw validationError("A host header condition value must contain at least one '.' character");
  return {
    condition: { Field: "host-header", Values: values, HostHeaderConfig: { Values: values } },
    texts: values,
    wild: true,
  };
};

const pathPattern = (condition: RuleCondition): Condition => {
  const values = valuesOf(condition, condition.PathPatternConfig, true);
  checkEach(values, /^[A-Za-z0-9_\-.$/~"'@:+&*?%!(),;=]+$/, "path-pattern");
  return {
    condition: { Field: "path-pattern", Values: values, PathPatternConfig: { Values: values } },
    texts: values,
    wild: true,
  };
};

const httpHeader = (condition: RuleCondition): Condition => {
  const { HttpHeaderName: name } = condition.HttpHeaderConfig ?? {};
  const values = valuesOf(condition, condition.HttpHeaderConfig, false);
  if (name === undefined || !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || name.length > LONGEST_NAME)
    throw validationError(`HTTP header name '${name ?? ""}' is not valid`);
  if (name.toLowerCase() === "host")
    throw validationError("Use a condition with the field 'host-header' to compare the host header");
  checkEach(values, /^[\x20-\x7e]+$/, "http-header");
  return {
    condition: { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: name, Values: values } },
    texts: values,
    wild: true,
  };
};

const requestMethod = (condition: RuleCondition): Condition => {
  const values = valuesOf(condition, condition.HttpRequestMethodConfig, false);
  for (const value of values)
    if (!/^[A-Z_-]{1,40}$/.test(value)) throw validationError(`HTTP request method '${value}' is not valid`);
  return {
    condition: { Field: "http-request-method", HttpRequestMethodConfig: { Values: values } },
    texts: values,
    wild: false,
  };
};

const isCidr = (text: string): boolean => {
  const [address = "", prefix = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  return isIPv4(address) ? Number(prefix) <= 32 : isIPv6(address) && Number(prefix) <= 128;
};

const sourceIp = (condition: RuleCondition): Condition => {
  const values = valuesOf(condition, condition.SourceIpConfig, false);
  for (const value of values)
    if (!isCidr(value)) throw validationError(`Condition value '${value}' is not a valid CIDR block`);
  return {
    condition: { Field: "source-ip", SourceIpConfig: { Values: values } },
    texts: values,
    wild: false,
  };
};

const queryString = (condition: RuleCondition): Condition => {
  const { Values = [] } = condition.QueryStringConfig ?? {};
  if ((condition.Values ?? []).length > 0)
    throw validationError("You must specify the configuration of a condition with the field 'query-string'");
  if (Values.length === 0) throw validationError("A condition value must be specified");
  const values = Values.map(({ Key, Value }) => {
    if (Value === undefined || Value === "") throw validationError("A query string value must be specified");
    if (Value.length > LONGEST || (Key ?? "").length > LONGEST)
      throw validationError(`Query string keys and values cannot be longer than ${LONGEST} characters`);
    checkEach([Value, ...(Key ? [Key] : [])], /^[\x21-\x7e ]+$/, "query-string");
    return Key ? { Key, Value } : { Value };
  });
  return {
    condition: { Field: "query-string", QueryStringConfig: { Values: values } },
    texts: values.map((value) => ("Key" in value ? `${value.Key}${value.Value}` : value.Value)),
    wild: true,
  };
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
