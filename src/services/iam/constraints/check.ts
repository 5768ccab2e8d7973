import { validationError } from "../errors.ts";
import { broken, type Constraint } from "./constraint.ts";
import { LISTS, MEMBERS, MEMBERS_OF_OPERATIONS } from "./members.ts";

const memberName = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

const isConstraint = (entry: object): entry is Constraint =>
  "minimum" in entry || "maximum" in entry || "values" in entry;

/** How a service constrains its members; `showsValues` whether its errors quote what was sent. */
export type ConstraintTable = {
  readonly members: Readonly<Record<string, Constraint>>;
  readonly ofOperations: Readonly<Record<string, Readonly<Record<string, Constraint>>>>;
  readonly lists: typeof LISTS;
  readonly showsValues: boolean;
};

/** Longer values would drown the sentence. */
const LONGEST_SHOWN = 256;

/** IAM leaves values out of these sentences; STS quotes them. */
const sentencesAbout = (
  at: string,
  value: unknown,
  constraint: Constraint,
  showsValues: boolean,
): readonly string[] => {
  const quotable = showsValues && typeof value !== "object" && String(value).length <= LONGEST_SHOWN;
  const shown = quotable ? `Value '${value}' at '${at}'` : `Value at '${at}'`;
  return broken(value, constraint).map((sentence) => `${shown} failed to satisfy constraint: ${sentence}`);
};

const aboutEntry = (at: string, value: unknown, rule: object, showsValues: boolean): readonly string[] => {
  if (isConstraint(rule)) return sentencesAbout(at, value, rule, showsValues);
  const members = (value ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(rule as Readonly<Record<string, Constraint>>).flatMap(([name, constraint]) =>
    sentencesAbout(`${at}.${memberName(name)}`, members[name], constraint, showsValues),
  );
};

/**
 * Checks a request's members against a service's constraints.
 * Throws ValidationError that names every broken one, as AWS does:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const checkMembers = (table: ConstraintTable, operation: string, input: unknown): void => {
  const sentences: string[] = [];
  for (const [name, value] of Object.entries((input ?? {}) as Readonly<Record<string, unknown>>)) {
    if (value === undefined || value === null) continue;
    const at = memberName(name);
    const list = Array.isArray(value) ? table.lists[name] : undefined;
    if (list !== undefined) {
      sentences.push(...sentencesAbout(at, value, list.count, table.showsValues));
      for (const [index, entry] of (value as readonly unknown[]).entries()) {
        sentences.push(...aboutEntry(`${at}.${index + 1}.member`, entry, list.entry, table.showsValues));
      }
      continue;
    }
    const constraint = table.ofOperations[operation]?.[name] ?? table.members[name];
    if (constraint !== undefined) sentences.push(...sentencesAbout(at, value, constraint, table.showsValues));
  }
  if (sentences.length === 0) return;
  const errors = sentences.length === 1 ? "error" : "errors";
  throw validationError(`${sentences.length} validation ${errors} detected: ${sentences.join("; ")}`);
};

const IAM: ConstraintTable = {
  members: MEMBERS,
  ofOperations: MEMBERS_OF_OPERATIONS,
  lists: LISTS,
  showsValues: false,
};

/** {@link checkMembers} with the constraints of IAM. */
export const checkConstraints = (operation: string, input: unknown): void =>
  checkMembers(IAM, operation, input);
