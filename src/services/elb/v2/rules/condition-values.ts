import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { validationError } from "../errors.ts";
import { checkRegularExpression } from "./regular-expression.ts";

/** What a condition compares with: values, or regular expressions. */
export type Compared = { readonly Values?: string[]; readonly RegexValues?: string[] };

/** Characters of a value, and of a regular expression. */
export const LONGEST_VALUE = 128;

/** A condition's own list, or its configuration's. https://github.com/aws-controllers-k8s/community/issues/2759 */
const either = (
  field: string | undefined,
  own: readonly string[] | undefined,
  configured: readonly string[] | undefined,
): readonly string[] => {
  if (own === undefined || own.length === 0) return configured ?? [];
  if (configured !== undefined)
    throw validationError(
      `You cannot provide both Values and '${configuration(field)}' for a condition of type '${field}'`,
    );
  return own;
};

/** The member that configures a field: `HostHeaderConfig`. */
const configuration = (field = ""): string =>
  `${field.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Config`;

const checkLength = (value: string): void => {
  if (value.length < 1 || value.length > LONGEST_VALUE)
    throw validationError(
      `Condition value '${value.slice(0, LONGEST_VALUE)}' must be between 1 and ${LONGEST_VALUE} characters`,
    );
};

/**
 * What a condition compares with, wherever it says so.
 *
 * @throws AwsError ValidationError
 */
export const comparedOf = (
  condition: RuleCondition,
  config: { readonly Values?: readonly string[]; readonly RegexValues?: readonly string[] } | undefined,
): Compared => {
  const { Field } = condition;
  const values = [...either(Field, condition.Values, config?.Values)];
  const regexes = [...either(Field, condition.RegexValues, config?.RegexValues)];
  if (values.length > 0 && regexes.length > 0)
    throw validationError("You cannot specify both values and regular expressions in a condition");
  if (regexes.length > 0) {
    for (const regex of regexes) checkRegularExpression(regex, LONGEST_VALUE);
    return { RegexValues: regexes };
  }
  return { Values: requireValues(values) };
};

/**
 * Refuses a condition without values, and values that are too long.
 *
 * @throws AwsError ValidationError
 */
export const requireValues = (values: readonly string[] | undefined): string[] => {
  if (values === undefined || values.length === 0)
    throw validationError("A condition value must be specified");
  for (const value of values) checkLength(value);
  return [...values];
};
