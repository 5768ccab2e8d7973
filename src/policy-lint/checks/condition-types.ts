import type { ConditionSyntax } from "../../authorization/language/condition.ts";
import type { LintStatement, Report } from "../document.ts";
import { findKey, type KeyReference, type KeyType } from "../reference/condition-keys.ts";

type Family = "String" | "Numeric" | "Date" | "Bool" | "Binary" | "IpAddress" | "Arn";

const familyOf = (operator: string): Family | undefined => {
  const [, family] = /^(?:Not)?(String|Numeric|Date|Bool|Binary|IpAddress|Arn)/.exec(operator) ?? [];
  return family as Family | undefined;
};

// Which operators compare what a key of the type holds. `beside`: the comparison works, on the text of the value.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const FITTING: Readonly<
  Record<KeyType, { readonly made: readonly Family[]; readonly beside: readonly Family[] }>
> = {
  String: { made: ["String"], beside: ["Arn"] },
  ARN: { made: ["Arn"], beside: ["String"] },
  Numeric: { made: ["Numeric"], beside: ["String"] },
  Bool: { made: ["Bool"], beside: ["String"] },
  Date: { made: ["Date"], beside: [] },
  IPAddress: { made: ["IpAddress"], beside: [] },
};

const INSTEAD: Readonly<Record<KeyType, string>> = {
  String: "StringEquals or StringLike",
  ARN: "ArnEquals or ArnLike",
  Numeric: "NumericEquals, NumericLessThan or NumericGreaterThan",
  Bool: "Bool",
  Date: "DateLessThan or DateGreaterThan",
  IPAddress: "IpAddress or NotIpAddress",
};

const HOLDS: Readonly<Record<KeyType, string>> = {
  String: "text",
  ARN: "an ARN",
  Numeric: "a number",
  Bool: "true or false",
  Date: "a date",
  IPAddress: "an IP address",
};

/** Operators that do not go together with the type of the key, and set operators with or without need. */
export const checkOperators = (statement: LintStatement, report: Report): void => {
  for (const condition of statement.conditions) {
    if (condition.operator === "Null") continue;
    const reference = findKey(condition.key.value);
    if (typeof reference === "string") continue;
    checkType(condition, reference, report);
    checkSet(condition, reference, report);
  }
};

const checkType = (condition: ConditionSyntax, { key, type }: KeyReference, report: Report): void => {
  const family = familyOf(condition.operator);
  const { made, beside } = FITTING[type];
  if (family === undefined || made.includes(family)) return;
  // Seconds since the epoch are a number as well; text that is "true" or "false" is a Boolean value to Bool.
  if (key === "aws:EpochTime" && family === "Numeric") return;
  if (
    type === "String" &&
    family === "Bool" &&
    condition.values.every(({ value }) => /^(?:true|false)$/i.test(value))
  )
    return;
  const works = beside.includes(family);
  report(works ? "operator-beside-type" : "operator-type-mismatch", {
    at: condition.key.start,
    message: `${condition.key.value} holds ${HOLDS[type]}, and ${condition.written} compares ${HOLDS_OF[family]}${works ? "" : ", so they never go together"}.`,
    advice: `Use ${INSTEAD[type]}.`,
    ...(type === "ARN" && family === "String" && { severity: "suggestion" as const }),
    ...(type === "Bool" && { severity: "suggestion" as const }),
  });
};

const HOLDS_OF: Readonly<Record<Family, string>> = {
  String: "texts",
  Numeric: "numbers",
  Date: "dates",
  Bool: "Booleans",
  Binary: "Base64-encoded bytes",
  IpAddress: "IP addresses",
  Arn: "ARNs",
};

const checkSet = (
  { set, written, key }: ConditionSyntax,
  { multivalued }: KeyReference,
  report: Report,
): void => {
  if (multivalued && set === undefined)
    report("set-operator-missing", {
      at: key.start,
      message: `${key.value} can hold several values, and what ${written} makes of several is not defined.`,
      advice: `Write "ForAnyValue:${written}" if one value is enough, or "ForAllValues:${written}" (with a Null condition) if all must match.`,
    });
  if (!multivalued && set !== undefined)
    report("set-operator-needless", {
      at: key.start,
      message: `${key.value} holds one value, for which ${set} is not made${set === "ForAllValues" ? "; it is true when the key is absent" : ""}.`,
      advice: `Write "${written.slice(set.length + 1)}".`,
    });
};

/** ForAllValues in an Allow is true for requests that do not have the key at all. */
export const checkForAllValues = ({ allows, conditions }: LintStatement, report: Report): void => {
  if (!allows) return;
  for (const { set, key, written } of conditions) {
    if (set !== "ForAllValues") continue;
    const lower = key.value.toLowerCase();
    const guarded = conditions.some(
      (other) =>
        other.key.value.toLowerCase() === lower &&
        ((other.operator === "Null" && other.values.every(({ value }) => value.toLowerCase() === "false")) ||
          other.set === "ForAnyValue"),
    );
    // A tag that the request must have makes sure that it has tag keys.
    const tagged = lower === "aws:tagkeys" && conditions.some((other) => requiresTag(other));
    if (guarded || tagged) continue;
    report("for-all-values-unguarded", {
      at: key.start,
      message: `${written} is also true for a request without ${key.value}, which this statement then allows.`,
      advice: `Add "Null": { "${key.value}": "false" }, unless that is meant.`,
    });
  }
};

const requiresTag = ({ key, operator, ifExists, set }: ConditionSyntax): boolean =>
  /^aws:requesttag\//i.test(key.value) && !ifExists && set === undefined && !/Not|Null/.test(operator);
