import type { ConditionSyntax } from "../../authorization/language/condition.ts";
import { parseText } from "../../authorization/matching/template.ts";
import type { LintStatement, Report } from "../document.ts";
import { covers, overlap } from "../reference/pattern-relations.ts";

// Each pair of statements is compared; documents that AWS takes have far fewer.
const MOST_STATEMENTS = 300;

type Side = { readonly negated: boolean; readonly texts: readonly string[] };

/** Statements that another one makes superfluous, and Allows that a Deny covers whole. */
export const checkRedundancy = (statements: readonly LintStatement[], report: Report): void => {
  if (statements.length > MOST_STATEMENTS) return;
  for (const [index, statement] of statements.entries()) {
    const wider = statements.find(
      (other, at) =>
        at !== index &&
        other.allows === statement.allows &&
        reaches(other, statement) &&
        // Of two that say the same, the first one stays.
        (at < index || !reaches(statement, other)),
    );
    if (wider !== undefined)
      report("redundant-statement", {
        at: statement.syntax.start,
        to: statement.syntax.start + 1,
        message: `This statement ${statement.allows ? "allows" : "denies"} nothing that ${nameOf(wider)} does not.`,
        advice: "Remove it, or narrow the other one if that is wider than you meant.",
      });
    if (!statement.allows) continue;
    const denying = statements.find((other) => !other.allows && reaches(other, statement));
    if (denying !== undefined)
      report("allow-under-deny", {
        at: statement.syntax.start,
        to: statement.syntax.start + 1,
        message: `Nothing of this Allow is left: ${nameOf(denying)} denies all of it.`,
        advice: "Remove the Allow, or make an exception in the Deny.",
      });
  }
};

/** Values of a list that another value of it covers. */
export const checkRedundantValues = (statement: LintStatement, report: Report): void => {
  const lists = [
    { element: statement.syntax.action.name, values: actionTexts(statement), at: statement.actions },
    {
      element: statement.syntax.resource?.name ?? "",
      values: statement.resources.map(({ pattern }) => pattern ?? ""),
      at: statement.resources,
    },
  ];
  for (const { element, values, at } of lists) {
    if (values.length > MOST_STATEMENTS) continue;
    for (const [index, text] of values.entries()) {
      const other = values.findIndex(
        (wide, place) =>
          place !== index && text !== "" && covers(wide, text) && (place < index || !covers(text, wide)),
      );
      if (other === -1) continue;
      report("redundant-value", {
        at: at[index]?.start ?? 0,
        message: `"${at[other]?.value}" in the same ${element} covers "${at[index]?.value}".`,
        advice: "Remove it.",
      });
    }
  }
};

const actionTexts = ({ actions }: LintStatement): readonly string[] =>
  actions.map(({ value }) => {
    const text = parseText(value.toLowerCase(), { variables: false, wildcards: true });
    return typeof text === "string" ? text : "";
  });

/** Whether `wide` is about everything that `narrow` is about. */
const reaches = (wide: LintStatement, narrow: LintStatement): boolean =>
  samePrincipals(wide, narrow) &&
  sideCovers(
    { negated: wide.negatedActions, texts: actionTexts(wide) },
    { negated: narrow.negatedActions, texts: actionTexts(narrow) },
  ) &&
  resourcesCover(wide, narrow) &&
  wide.conditions.every((condition) => narrow.conditions.some((stricter) => implies(stricter, condition)));

const samePrincipals = ({ syntax: one }: LintStatement, { syntax: other }: LintStatement): boolean => {
  const left = one.principal;
  const right = other.principal;
  if (left === undefined || right === undefined) return left === right;
  if (left.name !== right.name) return false;
  const names = ({ principals }: typeof left): readonly string[] =>
    principals.map(({ kind, value }) => `${kind} ${value}`);
  const [narrow, wide] = left.name === "Principal" ? [right, left] : [left, right];
  return names(narrow).every((name) => names(wide).includes(name));
};

const resourcesCover = (wide: LintStatement, narrow: LintStatement): boolean => {
  // A policy that stands on its resource may name none: then its own is meant.
  if (wide.resources.length === 0 || narrow.resources.length === 0)
    return wide.resources.length === narrow.resources.length;
  // What a variable stands for is not known, so two patterns with one are compared as they were written.
  const templated = [...wide.resources, ...narrow.resources].some(({ value }) => value.includes("${"));
  const side = (statement: LintStatement): Side => ({
    negated: statement.negatedResources,
    texts: statement.resources.map(({ value, pattern }) =>
      templated && pattern !== "\uFDD0" ? value : (pattern ?? ""),
    ),
  });
  return sideCovers(side(wide), side(narrow));
};

const sideCovers = (wide: Side, narrow: Side): boolean => {
  if (!wide.negated && !narrow.negated)
    return narrow.texts.every((text) => wide.texts.some((pattern) => covers(pattern, text)));
  if (wide.negated && narrow.negated)
    return wide.texts.every((text) => narrow.texts.some((pattern) => covers(pattern, text)));
  if (wide.negated) return !narrow.texts.some((text) => wide.texts.some((pattern) => overlap(pattern, text)));
  return wide.texts.includes("\uFDD0");
};

// Whether the stricter condition can hold only when the wider does.
const implies = (stricter: ConditionSyntax, wider: ConditionSyntax): boolean => {
  if (stricter.written !== wider.written) return false;
  if (stricter.key.value.toLowerCase() !== wider.key.value.toLowerCase()) return false;
  const values = (condition: ConditionSyntax): readonly string[] =>
    condition.values.map(({ value }) => value);
  const negated = /Not/.test(stricter.operator);
  const [few, many] = negated ? [wider, stricter] : [stricter, wider];
  const all = new Set(values(many));
  return values(few).every((value) => all.has(value));
};

const nameOf = ({ syntax, allows }: LintStatement): string => {
  const ordinal = `statement ${syntax.index + 1}`;
  return `the ${allows ? "Allow" : "Deny"} of ${syntax.sid === undefined ? ordinal : `${ordinal} ("${syntax.sid.value}")`}`;
};
