import { isIP } from "node:net";
import type { PlannedCondition } from "../plan/traffic-plan.ts";
import { patientRegex, portableRegex, wildcardRegex } from "./pattern.ts";
import { quote } from "./quote.ts";

const NEVER = "{ always_false }";

/** A header's name or a method; anything else names none. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const TOKEN = /^[A-Za-z0-9_-]+$/;

const isAddressRange = (text: string): boolean => {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes("%")) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const expressions = (fetch: string, flags: string, regexes: readonly string[]): string =>
  regexes.length === 0 ? NEVER : `{ ${fetch} ${flags}-m reg -- ${regexes.map(quote).join(" ")} }`;

const whole = (values: readonly string[], regex: readonly string[]): readonly string[] => [
  ...values.map((value) => `^${wildcardRegex(value)}$`),
  ...regex.map((each) => patientRegex(portableRegex(each))),
];

const pair = ({ key, value }: { readonly key?: string; readonly value: string }): string => {
  const name = key === undefined ? "(?:[^&=]*=)?" : `${wildcardRegex(key, "[^&=]")}=`;
  return `(?:^|&)${name}${wildcardRegex(value, "[^&]")}(?:&|$)`;
};

/**
 * A condition of a rule as an anonymous ACL. Hosts, headers' values and queries are compared without regard to
 * case, paths and methods with it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const renderCondition = (condition: PlannedCondition): string => {
  switch (condition.kind) {
    case "host":
      return expressions("req.hdr(host),field(1,:)", "-i ", whole(condition.values, condition.regex));
    case "path":
      return expressions("path", "", whole(condition.values, condition.regex));
    case "header":
      return TOKEN.test(condition.name)
        ? expressions(`req.fhdr(${condition.name})`, "-i ", whole(condition.values, condition.regex))
        : NEVER;
    case "query":
      return expressions("query", "-i ", condition.pairs.map(pair));
    case "method": {
      const methods = condition.values.filter((value) => TOKEN.test(value));
      return methods.length === 0 ? NEVER : `{ method -m str -- ${methods.map(quote).join(" ")} }`;
    }
    case "source": {
      const ranges = condition.values.filter(isAddressRange);
      return ranges.length === 0 ? NEVER : `{ src -- ${ranges.join(" ")} }`;
    }
  }
};
