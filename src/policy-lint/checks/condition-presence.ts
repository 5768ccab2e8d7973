import type { ConditionSyntax } from "../../authorization/language/condition.ts";
import { OPERATORS } from "../../authorization/matching/operators/index.ts";
import type { LintStatement, Report } from "../document.ts";
import { canHaveKey, findKey } from "../reference/condition-keys.ts";
import type { ActionReference } from "../reference/services.ts";
import { canMatch, listed } from "./dead-resources.ts";

/** What a condition says of a request that does not have its key. */
export const whenAbsent = ({ operator, set, ifExists, values }: ConditionSyntax): boolean => {
  if (operator === "Null") return values.some(({ value }) => value.toLowerCase() === "true");
  return ifExists || set === "ForAllValues" || (OPERATORS[operator].negated && set !== "ForAnyValue");
};

/** Conditions on keys that requests for the statement's actions never have. */
export const checkKeyPresence = (statement: LintStatement, report: Report): void => {
  const actions = reachable(statement);
  if (actions === undefined || actions.length === 0) return;
  for (const condition of statement.conditions) {
    const { key } = condition;
    const reference = findKey(key.value);
    if (typeof reference === "string") continue;
    const lower = key.value.toLowerCase();
    const without = actions.filter((action) => !canHaveKey(action, lower, reference));
    if (without.length === 0) continue;
    const all = without.length === actions.length;
    // What the reference says of tags on resources is known to be incomplete.
    const sure = !lower.startsWith("aws:resourcetag/") && !/resourcetag\//.test(lower);
    const names = listed([...new Set(without.map(({ name }) => name))]);
    if (all) reportAlways(statement, condition, names, sure, report);
    else if (!whenAbsent(condition) && sure && named(statement, without))
      report("condition-key-sometimes-absent", {
        at: key.start,
        message: `Requests for ${names} never have the key ${key.value}, so this statement never ${statement.allows ? "allows" : "denies"} them.`,
        advice: `Put ${without.length === 1 ? "it" : "them"} into a statement without this condition, or use ${condition.written}IfExists.`,
      });
  }
};

const reportAlways = (
  { allows }: LintStatement,
  condition: ConditionSyntax,
  names: string,
  sure: boolean,
  report: Report,
): void => {
  const { key, written } = condition;
  if (whenAbsent(condition)) {
    if (condition.ifExists || condition.operator === "Null" || !sure) return;
    report("condition-without-effect", {
      at: key.start,
      message: `Requests for ${names} never have the key ${key.value}, so ${written} is true for all of them.`,
      advice: "Remove the condition, or use a key that these requests have.",
    });
    return;
  }
  report("condition-key-never-present", {
    at: key.start,
    message: `Requests for ${names} never have the key ${key.value}, so this statement never ${allows ? "allows" : "denies"} anything.`,
    advice: "Use a key that these requests have, or remove the condition.",
    ...(!sure && { severity: "warning" as const }),
  });
};

// Actions that the statement can be about at all: those that its resources exclude are told of elsewhere.
const reachable = (statement: LintStatement): readonly ActionReference[] | undefined => {
  if (statement.negatedActions) return undefined;
  const actions: ActionReference[] = [];
  for (const { meaning } of statement.actions) {
    if (meaning.kind === "everything") return undefined;
    if (meaning.kind === "actions") actions.push(...meaning.actions);
  }
  if (statement.negatedResources || statement.resources.length === 0) return actions;
  const live = actions.filter((action) => canMatch(action, statement.resources));
  return live.length > 0 ? live : actions;
};

// Of a wildcard, that some of its actions lack the key is to be expected.
const named = ({ actions }: LintStatement, without: readonly ActionReference[]): boolean =>
  actions.some(
    ({ value, meaning }) =>
      !/[*?]/.test(value) &&
      meaning.kind === "actions" &&
      meaning.actions.some((action) => without.includes(action)),
  );
