import { isIP } from "node:net";
import type { RequestContext } from "../types.ts";

/**
 * Condition operators of the reference evaluator, one plain function for each, written from
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * without regard to speed and without anything from the engine.
 */
export type Comparison = (seen: string, wanted: string, variables: Variables) => boolean;
/** Whether the document knows variables, and where their values are. */
export type Variables = { readonly known: boolean; readonly context: RequestContext };

/** The value of a context key, letter case aside. */
export const contextValue = (
  context: RequestContext,
  key: string,
): string | readonly string[] | undefined => {
  const name = Object.keys(context).find((one) => one.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : context[name];
};

const quote = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** The text as a regular expression's source; undefined when a variable in it has no value. */
export const toPattern = (
  text: string,
  { known, context }: Variables,
  star: string,
  one: string,
): string | undefined => {
  const tokens = text.match(known ? /\$\{[^}]*\}|[\s\S]/g : /[\s\S]/g) ?? [];
  let source = "";
  for (const token of tokens) {
    if (token === "*") source += star;
    else if (token === "?") source += one;
    else if (token.length === 1) source += quote(token);
    else {
      const name = token.slice(2, -1);
      if (["*", "?", "$"].includes(name)) {
        source += quote(name);
        continue;
      }
      const [key = "", fallback] = name.split(/\s*,\s*/);
      const value = contextValue(context, key);
      if (typeof value === "string") source += quote(value);
      else if (fallback !== undefined) source += quote(fallback.slice(1, -1));
      else return undefined;
    }
  }
  return source;
};

const expressions = new Map<string, RegExp>();

/** Whether the whole of `seen` matches; expressions are kept, as most of the time went into making them. */
export const matches = (source: string | undefined, seen: string, flags = "s"): boolean => {
  if (source === undefined) return false;
  const name = `${flags} ${source}`;
  const known = expressions.get(name) ?? new RegExp(`^(?:${source})$`, flags);
  expressions.set(name, known);
  return known.test(seen);
};

const like: Comparison = (seen, wanted, variables) => matches(toPattern(wanted, variables, ".*", "."), seen);
const equals: Comparison = (seen, wanted, variables) =>
  matches(toPattern(wanted, variables, "\\*", "\\?"), seen);

const arnParts = (arn: string): readonly string[] | undefined => {
  const parts = arn.split(":");
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(":")];
};

const COLON = "\uE001";
const arn: Comparison = (seen, wanted, { known, context }) => {
  // Variables first, as their values may hold colons of their own; their wildcards are hidden from the next step.
  const text = !known
    ? wanted
    : wanted.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
        if (["*", "?", "$"].includes(name)) return `\uE000${name.charCodeAt(0)}\uE000`;
        const [key = "", fallback] = name.split(/\s*,\s*/);
        const value = contextValue(context, key);
        const found = typeof value === "string" ? value : fallback?.slice(1, -1);
        if (found === undefined) return COLON;
        return found.replaceAll(/[*?$]/g, (sign) => `\uE000${sign.charCodeAt(0)}\uE000`);
      });
  if (text.includes(COLON)) return false;
  const wantedParts = arnParts(text);
  const seenParts = arnParts(seen);
  if (wantedParts === undefined || seenParts === undefined) return false;
  return wantedParts.every((part, at) => {
    const source = quote(part)
      .replaceAll("\\*", ".*")
      .replaceAll("\\?", ".")
      .replaceAll(/\uE000(\d+)\uE000/g, (_, code: string) => quote(String.fromCharCode(Number(code))));
    return matches(source, seenParts[at] ?? "");
  });
};

const asNumber = (text: string): number =>
  /^-?\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
const number =
  (compare: (seen: number, wanted: number) => boolean): Comparison =>
  (seen, wanted) =>
    compare(asNumber(seen), asNumber(wanted));

const asTime = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes far more than the forms that policies may have.
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)) return Number.NaN;
  return Date.parse(text);
};
const time =
  (compare: (seen: number, wanted: number) => boolean): Comparison =>
  (seen, wanted) =>
    compare(asTime(seen), asTime(wanted));

const bits = (address: string): string | undefined => {
  if (isIP(address) === 0) return undefined;
  if (isIP(address) === 4)
    return address
      .split(".")
      .map((octet) => Number(octet).toString(2).padStart(8, "0"))
      .join("");
  const [head = "", tail] = address.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const first = groups(head);
  const last = groups(tail ?? "");
  const zeros = tail === undefined ? [] : new Array<string>(8 - first.length - last.length).fill("0");
  return [...first, ...zeros, ...last]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"))
    .join("");
};
const inRange: Comparison = (seen, wanted) => {
  const [range = "", prefix] = wanted.split("/");
  const wantedBits = bits(range);
  const seenBits = bits(seen);
  if (wantedBits === undefined || seenBits === undefined || wantedBits.length !== seenBits.length)
    return false;
  const length = prefix === undefined ? wantedBits.length : Number(prefix);
  return wantedBits.slice(0, length) === seenBits.slice(0, length);
};

const bool: Comparison = (seen, wanted, variables) =>
  /^(true|false)$/i.test(seen) && matches(toPattern(wanted, variables, "\\*", "\\?"), seen, "i");

const base64 = (text: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, "").length % 4 !== 1
    ? Buffer.from(text, "base64").toString("hex")
    : undefined;

/** Name, comparison, and whether the operator is the negation of it. */
export const COMPARISONS: Readonly<Record<string, readonly [Comparison, boolean]>> = {
  StringEquals: [equals, false],
  StringNotEquals: [equals, true],
  StringEqualsIgnoreCase: [
    (seen, wanted, variables) => matches(toPattern(wanted, variables, "\\*", "\\?"), seen, "si"),
    false,
  ],
  StringNotEqualsIgnoreCase: [
    (seen, wanted, variables) => matches(toPattern(wanted, variables, "\\*", "\\?"), seen, "si"),
    true,
  ],
  StringLike: [like, false],
  StringNotLike: [like, true],
  NumericEquals: [number((seen, wanted) => seen === wanted), false],
  NumericNotEquals: [number((seen, wanted) => seen === wanted), true],
  NumericLessThan: [number((seen, wanted) => seen < wanted), false],
  NumericLessThanEquals: [number((seen, wanted) => seen <= wanted), false],
  NumericGreaterThan: [number((seen, wanted) => seen > wanted), false],
  NumericGreaterThanEquals: [number((seen, wanted) => seen >= wanted), false],
  DateEquals: [time((seen, wanted) => seen === wanted), false],
  DateNotEquals: [time((seen, wanted) => seen === wanted), true],
  DateLessThan: [time((seen, wanted) => seen < wanted), false],
  DateLessThanEquals: [time((seen, wanted) => seen <= wanted), false],
  DateGreaterThan: [time((seen, wanted) => seen > wanted), false],
  DateGreaterThanEquals: [time((seen, wanted) => seen >= wanted), false],
  Bool: [bool, false],
  BinaryEquals: [(seen, wanted) => base64(seen) !== undefined && base64(seen) === base64(wanted), false],
  IpAddress: [inRange, false],
  NotIpAddress: [inRange, true],
  ArnEquals: [arn, false],
  ArnLike: [arn, false],
  ArnNotEquals: [arn, true],
  ArnNotLike: [arn, true],
};
