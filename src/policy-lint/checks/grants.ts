import { ANY_TEXT } from "../../authorization/matching/pattern.ts";
import type { ActionValue, LintStatement } from "../document.ts";
import { meaningOf } from "../reference/actions.ts";
import { formOf, typesOf } from "../reference/arn-forms.ts";
import { covers } from "../reference/pattern-relations.ts";
import type { ActionReference } from "../reference/services.ts";
import { canMatch } from "./dead-resources.ts";

/** A statement that grants an action, and the value of its `Action` that does. */
export type Grant = {
  readonly statement: LintStatement;
  /** Undefined when NotAction grants it. */
  readonly value: ActionValue | undefined;
  readonly at: number;
};

/** The action of that name. INVARIANT for callers: the name is one that the reference has. */
export const actionNamed = (name: string): ActionReference | undefined => {
  const meaning = meaningOf(name);
  return meaning.kind === "actions" ? meaning.actions[0] : undefined;
};

/**
 * The Allows among `statements` by which some request for the action can pass, so far as can be told without a
 * request: those that no unconditional Deny covers.
 */
export const grantsOf = (statements: readonly LintStatement[], name: string): readonly Grant[] => {
  const action = actionNamed(name);
  if (action === undefined) return [];
  const denied = statements.some(
    (statement) =>
      !statement.allows &&
      statement.conditions.length === 0 &&
      statement.syntax.principal === undefined &&
      valueFor(statement, action) !== "none" &&
      !statement.negatedResources &&
      coversEveryResource(statement, action),
  );
  if (denied) return [];
  return statements.flatMap((statement) => {
    if (!statement.allows) return [];
    const value = valueFor(statement, action);
    if (value === "none") return [];
    if (
      !statement.negatedResources &&
      statement.resources.length > 0 &&
      !canMatch(action, statement.resources)
    )
      return [];
    return [{ statement, value, at: value?.start ?? statement.syntax.action.start }];
  });
};

const valueFor = (statement: LintStatement, action: ActionReference): ActionValue | undefined | "none" => {
  const found = statement.actions.find(({ value, meaning }) =>
    meaning.kind === "actions"
      ? meaning.actions.includes(action)
      : meaning.kind === "everything" && fits(value, action),
  );
  if (statement.negatedActions) return found === undefined ? undefined : "none";
  return found ?? "none";
};

const fits = (value: string, { name }: ActionReference): boolean => {
  const wide = value.toLowerCase().replaceAll("*", ANY_TEXT).replaceAll("?", "\uFDD1");
  return covers(wide, name.toLowerCase());
};

/** Whether the statement's resources leave out none, of one account, that the action is decided on. */
export const coversEveryResource = (
  { resources, negatedResources }: LintStatement,
  action: ActionReference,
): boolean => {
  if (negatedResources) return true;
  const types = typesOf(action);
  return resources.some(({ pattern }) => {
    if (pattern === undefined || pattern === ANY_TEXT) return pattern === ANY_TEXT;
    return types.length > 0 && types.every((type) => covers(pattern, inPlaceOf(pattern, formOf(type))));
  });
};

// The form of an ARN with the partition and account of another one: there is one of each that matters.
const inPlaceOf = (pattern: string, form: string): string => {
  const [, partition = "", , , account = ""] = pattern.split(":");
  const parts = form.split(":");
  return parts
    .map((part, at) => {
      if (at === 1 && partition !== "") return partition;
      return at === 4 && part !== "" && account !== "" ? account : part;
    })
    .join(":");
};

/** Whether the statement's resources name no single thing: the name in one of them begins with a wildcard. */
export const namesNone = ({ resources, negatedResources }: LintStatement): boolean =>
  negatedResources ||
  resources.some(
    ({ value }) =>
      /^\*+$/.test(value) ||
      /^(?:[^:]*:){5}(?:[^:/]*[:/])?\*+(?:[:/]\*+)*$/.test(value) ||
      /^(?:[^:]*:){1,5}\*+$/.test(value),
  );

/** Whether the statement has a condition that must hold, on a key whose name (in lower case) begins with `start`. */
export const limitedBy = ({ conditions }: LintStatement, start: string): boolean =>
  conditions.some(
    ({ key, ifExists, operator }) =>
      key.value.toLowerCase().startsWith(start) && !(ifExists && /Not/.test(operator)),
  );

/** Whether it is the grant of everything, of which enough is said elsewhere. */
export const isEverything = ({ value, statement }: Grant): boolean =>
  value !== undefined && /^\*+(?::\*+)?$/.test(value.value) && statement.conditions.length === 0;
