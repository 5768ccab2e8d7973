import type { AwsError } from "../../operation/index.ts";
import { invalidParameter } from "./errors.ts";

/**
 * Refuses a value outside an enumeration, in the words AWS uses for `include`; the values are told in the order of
 * `allowed`, which is to be the one of AWS's model.
 * https://github.com/hashicorp/terraform-provider-aws/issues/23342
 *
 * @throws AwsError InvalidParameterException, or what `error` makes
 */
export const requireOneOf = <Value extends string>(
  member: string,
  value: string | undefined,
  allowed: readonly Value[],
  error: (text: string) => AwsError = invalidParameter,
): Value | undefined => {
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw error(`${member} should be one of [${allowed.join(",")}]`);
  return found;
};

/** {@link requireOneOf} for each value of a list. */
export const requireEachOneOf = <Value extends string>(
  member: string,
  values: readonly string[] | undefined,
  allowed: readonly Value[],
  error: (text: string) => AwsError = invalidParameter,
): ReadonlySet<Value> => {
  const found = new Set<Value>();
  for (const value of values ?? []) {
    const known = requireOneOf(member, value, allowed, error);
    if (known !== undefined) found.add(known);
  }
  return found;
};
