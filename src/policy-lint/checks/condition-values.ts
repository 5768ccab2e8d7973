import type { ConditionSyntax } from "../../authorization/language/condition.ts";
import type { Located } from "../../authorization/language/statement.ts";
import { readInstant } from "../../authorization/matching/operators/instant.ts";
import { readIpRange } from "../../authorization/matching/operators/ip-range.ts";
import type { LintStatement, Report } from "../document.ts";
import { findKey } from "../reference/condition-keys.ts";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const holdsVariable = (value: string, variables: boolean): boolean => variables && value.includes("${");

/** Values that the operator can not read, and wildcards that it takes as text. */
export const checkValues = (statement: LintStatement, report: Report): void => {
  for (const condition of statement.conditions)
    for (const value of condition.values) {
      if (holdsVariable(value.value, statement.variables)) {
        checkVariable(condition, value, report);
        continue;
      }
      const wrong = wrongForm(condition.operator, value.value);
      if (wrong !== undefined)
        report("value-never-equal", {
          at: value.start,
          message: `"${value.value}" is ${wrong.not}, so ${condition.written} never finds it equal.`,
          advice: wrong.advice,
        });
      else checkWildcard(condition, value, report);
    }
};

type Wrong = { readonly not: string; readonly advice: string };

const wrongForm = (operator: string, value: string): Wrong | undefined => {
  if (operator === "Bool" || operator === "Null")
    return /^(?:true|false)$/i.test(value)
      ? undefined
      : { not: "neither true nor false", advice: 'Write "true" or "false".' };
  if (operator.startsWith("Numeric"))
    return NUMBER.test(value.trim())
      ? undefined
      : { not: "no number", advice: "Write a number without unit." };
  if (operator.startsWith("Date"))
    return readInstant(value) !== undefined
      ? undefined
      : { not: "no date", advice: "Write ISO 8601, as 2030-01-31T23:59:59Z, or seconds since 1970." };
  if (operator.endsWith("IpAddress"))
    return readIpRange(value) !== undefined
      ? undefined
      : { not: "no IP address", advice: "Write CIDR notation, as 203.0.113.0/24 or 2001:db8::/32." };
  if (operator.startsWith("Arn"))
    return isArnPattern(value)
      ? undefined
      : { not: "no ARN", advice: "Write all six parts: arn:partition:service:region:account:resource." };
  return undefined;
};

const isArnPattern = (value: string): boolean =>
  /^\*+$/.test(value) ||
  (/^(?:arn|\*|a\*)/.test(value) && (value.split(":").length >= 6 || /\*$/.test(value)));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-conditionelement:
// operators for text, ARNs and Booleans take variables, the others do not.
const checkVariable = (
  { operator, written }: ConditionSyntax,
  { value, start }: Located,
  report: Report,
): void => {
  if (/^(?:String|Arn|Bool)/.test(operator) || !/\$\{[^*?$]/.test(value)) return;
  report("value-never-equal", {
    at: start,
    message: `${written} takes no policy variables, so "${value}" never equals anything.`,
    advice: "Write the value itself.",
  });
};

const checkWildcard = (condition: ConditionSyntax, { value, start }: Located, report: Report): void => {
  const { operator, written, key } = condition;
  if (!/^String(?:Not)?Equals/.test(operator) || !/[*?]/.test(value)) return;
  const reference = findKey(key.value);
  const arn = typeof reference === "object" && reference.type === "ARN";
  // A name that AWS gives has no asterisk in it; a tag or another text may have.
  const like = arn
    ? operator.replace(/^String(Not)?Equals(?:IgnoreCase)?/, "Arn$1Like")
    : operator.replace(/Equals(?:IgnoreCase)?/, "Like");
  report("wildcard-as-text", {
    at: start,
    message: `${written} takes the ${value.includes("*") ? "*" : "?"} in "${value}" for itself, not for a wildcard.`,
    advice: `Use ${written.replace(operator, like)}.`,
  });
};
