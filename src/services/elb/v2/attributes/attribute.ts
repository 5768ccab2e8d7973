import { invalidConfiguration, validationError } from "../errors.ts";

/** An attribute: what it is when nobody set it, and what it may be set to. */
export type AttributeRule = {
  readonly byDefault: string;
  /** What is wrong with a value, as the end of a sentence that begins with the attribute; undefined when nothing is. */
  readonly complaint: (value: string) => string | undefined;
};

/** The attributes that something has, by key, in the order in which they are shown. */
export type AttributeRules = Readonly<Record<string, AttributeRule>>;

/** One of some words. */
export const word = (byDefault: string, ...others: readonly string[]): AttributeRule => ({
  byDefault,
  complaint: (value) =>
    value === byDefault || others.includes(value)
      ? undefined
      : `must be one of '${[byDefault, ...others].join(", ")}'`,
});

/** Yes or no. */
export const flag = (byDefault: boolean): AttributeRule => ({
  byDefault: String(byDefault),
  complaint: (value) =>
    value === "true" || value === "false" ? undefined : "must be either 'true' or 'false'",
});

/** A whole number within bounds, both included, or one of `others`. */
export const number = (
  byDefault: number | string,
  least: number,
  most: number,
  ...others: readonly string[]
): AttributeRule => ({
  byDefault: String(byDefault),
  complaint: (value) =>
    others.includes(value) || (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most)
      ? undefined
      : `must be ${others.map((other) => `'${other}' or `).join("")}between ${least} and ${most} inclusive`,
});

/** A text that a pattern describes; empty unless told. */
export const textLike = (pattern: RegExp, says: string): AttributeRule => ({
  byDefault: "",
  complaint: (value) => (value === "" || pattern.test(value) ? undefined : says),
});

/** An attribute as the API writes it. */
export type Attribute = { readonly Key?: string | undefined; readonly Value?: string | undefined };

/** All attributes: those that were set over the others' defaults. */
export const attributeList = (
  rules: AttributeRules,
  set: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] =>
  Object.entries(rules).map(([Key, { byDefault }]) => ({ Key, Value: set[Key] ?? byDefault }));

/** What an attribute is at the moment; undefined when there is no such attribute. */
export const attributeValue = (
  rules: AttributeRules,
  set: Readonly<Record<string, string>>,
  key: string,
): string | undefined => (Object.hasOwn(rules, key) ? (set[key] ?? rules[key]?.byDefault) : undefined);

/**
 * What was set, with what a request sets.
 *
 * @param noun what has the attributes, such as `Load balancer`
 * @param kind which of its kind this one is, for the sentence about attributes that only others have
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const withAttributes = (
  noun: string,
  kind: string,
  rules: AttributeRules,
  known: ReadonlySet<string>,
  set: Readonly<Record<string, string>>,
  asked: readonly Attribute[],
): Readonly<Record<string, string>> => {
  const merged: Record<string, string> = { ...set };
  const seen = new Set<string>();
  for (const { Key: key = "", Value: value = "" } of asked) {
    if (!known.has(key)) throw validationError(`${noun} attribute key '${key}' is not recognized`);
    if (seen.has(key))
      throw validationError(`${noun} attribute key '${key}' cannot be specified more than once`);
    seen.add(key);
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined)
      throw invalidConfiguration(`${noun} attribute key '${key}' is not supported on ${kind}`);
    const complaint = rule.complaint(value);
    if (complaint !== undefined)
      throw validationError(`${noun} attribute value '${value}' for key '${key}' ${complaint}`);
    merged[key] = value;
  }
  return merged;
};

/** The keys of several kinds of the same thing. */
export const keysOf = (...kinds: readonly AttributeRules[]): ReadonlySet<string> =>
  new Set(kinds.flatMap((rules) => Object.keys(rules)));
