import { ANY_TEXT } from "../../authorization/matching/pattern.ts";
import type { ActionValue, LintStatement, Report, ResourceValue } from "../document.ts";
import { formOf, typesOf, writtenForm } from "../reference/arn-forms.ts";
import { overlap } from "../reference/pattern-relations.ts";
import type { ActionReference } from "../reference/services.ts";

/**
 * Actions that never match any resource of their statement, and resources that no action of it is decided on. "If you
 * specify a resource-level permission ARN in a statement using an action without it, the statement never matches":
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_service-with-iam.html
 */
export const checkDeadResources = (statement: LintStatement, report: Report): void => {
  const { resources } = statement;
  if (resources.length === 0 || statement.negatedResources || statement.negatedActions) return;
  if (resources.some(({ pattern }) => pattern === ANY_TEXT)) return;
  for (const action of statement.actions) checkAction(action, resources, report);
  checkResources(statement, report);
};

/** Whether a request for the action can have one of the resources. */
export const canMatch = (action: ActionReference, resources: readonly ResourceValue[]): boolean => {
  const types = typesOf(action);
  return resources.some(
    ({ pattern }) =>
      pattern !== undefined && (pattern === ANY_TEXT || types.some((type) => overlap(pattern, formOf(type)))),
  );
};

const checkAction = (
  { value, start, meaning }: ActionValue,
  resources: readonly ResourceValue[],
  report: Report,
): void => {
  if (meaning.kind !== "actions" || meaning.actions.length === 0) return;
  const dead = meaning.actions.filter((action) => !canMatch(action, resources));
  if (dead.length === 0) return;
  const wildcard = /[*?]/.test(value);
  if (dead.length < meaning.actions.length) {
    report("pattern-partly-dead", {
      at: start,
      message: `Of the ${meaning.actions.length} actions that "${value}" stands for, ${dead.length} never match the statement's resources: ${listed(dead.map(({ name }) => name))}.`,
      advice:
        "If you need them, grant them in a statement of their own, on the resources that they are decided on.",
    });
    return;
  }
  const takesNone = dead.every(({ resourceTypes }) => resourceTypes.length === 0);
  const subject = wildcard ? `The actions that "${value}" stands for` : value;
  if (takesNone)
    report("action-takes-no-resource", {
      at: start,
      message: `${subject} ${wildcard ? "take" : "takes"} no resource and ${wildcard ? "are" : "is"} decided on "*", which no ARN covers, so this never matches.`,
      advice: `Put ${wildcard ? `"${value}"` : value} into a statement of its own with "Resource": "*".`,
    });
  else
    report("action-not-on-resource", {
      at: start,
      message: `${subject} ${wildcard ? "are" : "is"} decided on ${typeNames(dead)}, and none of the statement's resources is one, so this never matches.`,
      advice: `Write ${placesFor(dead)}.`,
    });
};

const checkResources = ({ actions, resources }: LintStatement, report: Report): void => {
  const known = actions.flatMap(({ meaning }) => (meaning.kind === "actions" ? [...meaning.actions] : []));
  if (known.length === 0 || actions.some(({ meaning }) => meaning.kind !== "actions")) return;
  // When every action is dead, that has been said already.
  if (!known.some((action) => canMatch(action, resources))) return;
  for (const resource of resources) {
    if (known.some((action) => canMatch(action, [resource]))) continue;
    report("resource-of-no-action", {
      at: resource.start,
      message: `None of the statement's actions is decided on "${resource.value}".`,
      advice: `Remove it, or add the action that it was meant for. These actions are decided on ${typeNames(known)}.`,
    });
  }
};

const typeNames = (actions: readonly ActionReference[]): string => {
  const names = [...new Set(actions.flatMap(({ resourceTypes }) => resourceTypes))];
  if (actions.some(({ resourceTypes }) => resourceTypes.length === 0)) names.push('"*"');
  return listed(names, "or");
};

const placesFor = (actions: readonly ActionReference[]): string => {
  const forms = [...new Set(actions.flatMap((action) => typesOf(action).map(writtenForm)))];
  if (actions.some(({ resourceTypes }) => resourceTypes.length === 0)) forms.unshift('"*"');
  return `"Resource": ${listed(
    forms.map((form) => (form.startsWith('"') ? form : `"${form}"`)),
    "or",
  )}`;
};

const MOST = 4;

/** `a, b and c`; of long lists the beginning. */
export const listed = (names: readonly string[], word = "and"): string => {
  const shown = names.length > MOST + 1 ? [...names.slice(0, MOST), `${names.length - MOST} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1)}`;
};
