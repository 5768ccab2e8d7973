import type { ConditionSyntax } from "../../authorization/language/condition.ts";
import { readInstant } from "../../authorization/matching/operators/instant.ts";
import { holdsRange, readIpRange } from "../../authorization/matching/operators/ip-range.ts";
import { parseText } from "../../authorization/matching/template.ts";
import { type LintStatement, patternOf, type Report } from "../document.ts";
import { covers, overlap } from "../reference/pattern-relations.ts";
import { whenAbsent } from "./condition-presence.ts";

/** Conditions of one statement that no request can fulfil together. */
export const checkContradictions = (statement: LintStatement, report: Report): void => {
  const { conditions, variables, allows } = statement;
  const never = allows ? "allows" : "denies";
  for (const [index, condition] of conditions.entries()) {
    if (condition.values.length === 0) {
      reportEmpty(condition, never, report);
      continue;
    }
    for (const other of conditions.slice(0, index)) {
      if (other.key.value.toLowerCase() !== condition.key.value.toLowerCase() || other.values.length === 0)
        continue;
      if (!contradict(other, condition, variables)) continue;
      report("condition-never-holds", {
        at: condition.key.start,
        message: `${condition.written} and ${other.written} on ${condition.key.value} are never both true, so this statement never ${never} anything.`,
        advice:
          "Conditions of one statement must all hold. Put alternatives into one list of values, or into statements of their own.",
      });
    }
  }
};

const reportEmpty = (condition: ConditionSyntax, never: string, report: Report): void => {
  const { written, key, operator } = condition;
  const always = operator !== "Null" && /Not/.test(operator) && condition.set !== "ForAnyValue";
  if (always)
    report("condition-without-effect", {
      at: key.start,
      message: `${written} with an empty list is true for every request.`,
      advice: "Write the values that are meant, or remove the condition.",
    });
  else
    report("condition-never-holds", {
      at: key.start,
      message: `${written} with an empty list of values matches nothing${whenAbsent(condition) ? " that has the key" : `, so this statement never ${never} anything`}.`,
      advice: "Write the values that are meant.",
    });
};

const contradict = (one: ConditionSyntax, other: ConditionSyntax, variables: boolean): boolean => {
  if (one.operator === "Null" || other.operator === "Null") return againstNull(one, other);
  // Of several values of one key, some may fulfil the one condition and some the other.
  if (one.set !== undefined || other.set !== undefined) return false;
  // Both true for a request without the key: then there is one.
  if (whenAbsent(one) && whenAbsent(other)) return false;
  if (variables && [...one.values, ...other.values].some(({ value }) => value.includes("${"))) return false;
  return (
    disjointTexts(one, other) ||
    disjointRanges(one, other, "Numeric", readNumber) ||
    disjointRanges(one, other, "Date", readInstant) ||
    disjointAddresses(one, other) ||
    disjointBooleans(one, other)
  );
};

const againstNull = (one: ConditionSyntax, other: ConditionSyntax): boolean => {
  const [isNull, test] = one.operator === "Null" ? [one, other] : [other, one];
  const wantsAbsent = isNull.values.every(({ value }) => value.toLowerCase() === "true");
  if (test.operator !== "Null") return wantsAbsent && !whenAbsent(test);
  const wantsPresent = isNull.values.every(({ value }) => value.toLowerCase() === "false");
  const otherAbsent = test.values.every(({ value }) => value.toLowerCase() === "true");
  const otherPresent = test.values.every(({ value }) => value.toLowerCase() === "false");
  return (wantsAbsent && otherPresent) || (wantsPresent && otherAbsent);
};

type Patterns = {
  readonly negated: boolean;
  readonly patterns: readonly string[];
  readonly ignoresCase: boolean;
};

const patternsOf = ({ operator, values }: ConditionSyntax): Patterns | undefined => {
  const arn = operator.startsWith("Arn");
  if (!arn && !operator.startsWith("String")) return undefined;
  const wildcards = operator.endsWith("Like");
  const patterns = values.flatMap(({ value }) => {
    const text = arn ? patternOf(value, false) : parseText(value, { variables: false, wildcards });
    return typeof text === "string" ? [text] : [];
  });
  return { negated: operator.includes("Not"), patterns, ignoresCase: operator.endsWith("IgnoreCase") };
};

const disjointTexts = (one: ConditionSyntax, other: ConditionSyntax): boolean => {
  const left = patternsOf(one);
  const right = patternsOf(other);
  if (left === undefined || right === undefined || (left.negated && right.negated)) return false;
  const fold =
    left.ignoresCase || right.ignoresCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  const compare = (test: (wide: string, narrow: string) => boolean) => (wide: string, narrow: string) =>
    test(fold(wide), fold(narrow));
  if (!left.negated && !right.negated)
    return !left.patterns.some((text) => right.patterns.some((wanted) => compare(overlap)(text, wanted)));
  const [positive, negative] = left.negated ? [right, left] : [left, right];
  return positive.patterns.every((text) => negative.patterns.some((wide) => compare(covers)(wide, text)));
};

const readNumber = (text: string): number | undefined => {
  const number = Number(text.trim() || "NaN");
  return Number.isNaN(number) ? undefined : number;
};

type Range = { readonly low: number; readonly high: number };

// Strict bounds are taken as the next number: close enough to tell what can never be.
const rangeOf = (
  { operator, values }: ConditionSyntax,
  family: string,
  read: (text: string) => number | undefined,
): Range | undefined => {
  if (!operator.startsWith(family) || operator.includes("Not")) return undefined;
  const numbers = values.flatMap(({ value }) => read(value) ?? []);
  if (numbers.length !== values.length) return undefined;
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  if (operator.endsWith("LessThanEquals")) return { low: Number.NEGATIVE_INFINITY, high: most };
  if (operator.endsWith("LessThan")) return { low: Number.NEGATIVE_INFINITY, high: below(most) };
  if (operator.endsWith("GreaterThanEquals")) return { low: least, high: Number.POSITIVE_INFINITY };
  if (operator.endsWith("GreaterThan")) return { low: above(least), high: Number.POSITIVE_INFINITY };
  return { low: least, high: most };
};

const above = (number: number): number => number + Math.max(Math.abs(number), 1) * Number.EPSILON * 2;
const below = (number: number): number => number - Math.max(Math.abs(number), 1) * Number.EPSILON * 2;

const disjointRanges = (
  one: ConditionSyntax,
  other: ConditionSyntax,
  family: string,
  read: (text: string) => number | undefined,
): boolean => {
  const left = rangeOf(one, family, read);
  const right = rangeOf(other, family, read);
  return left !== undefined && right !== undefined && (left.high < right.low || right.high < left.low);
};

const disjointAddresses = (one: ConditionSyntax, other: ConditionSyntax): boolean => {
  if (!one.operator.endsWith("IpAddress") || !other.operator.endsWith("IpAddress")) return false;
  const left = one.values.flatMap(({ value }) => readIpRange(value) ?? []);
  const right = other.values.flatMap(({ value }) => readIpRange(value) ?? []);
  const negated = [one, other].map(({ operator }) => operator.startsWith("Not"));
  if (negated.every(Boolean) || left.length === 0 || right.length === 0) return false;
  if (!negated.some(Boolean))
    return !left.some((range) =>
      right.some((wanted) => holdsRange(range, wanted) || holdsRange(wanted, range)),
    );
  const [positive, negative] = negated[0] ? [right, left] : [left, right];
  return positive.every((range) => negative.some((wide) => holdsRange(wide, range)));
};

const disjointBooleans = (one: ConditionSyntax, other: ConditionSyntax): boolean => {
  if (one.operator !== "Bool" || other.operator !== "Bool") return false;
  const wanted = new Set(one.values.map(({ value }) => value.toLowerCase()));
  return !other.values.some(({ value }) => wanted.has(value.toLowerCase()));
};
