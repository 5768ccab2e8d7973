import { ANY_TEXT } from "../../authorization/matching/pattern.ts";
import type { LintStatement, Report } from "../document.ts";

/** Statements that grant more than one can see: NotAction, NotResource, wildcards that AWS warns of. */
export const checkBreadth = (statement: LintStatement, report: Report): void => {
  const { syntax, allows, conditions } = statement;
  for (const { value, start } of statement.actions) {
    const [prefix = ""] = value.split(":");
    if (value.includes(":") && /[*?]/.test(prefix))
      report("wildcard-in-service", {
        at: start,
        message: `"${value}" stands for actions of every service whose name fits, also of those that come.`,
        advice: "Name the services.",
      });
  }
  if (!allows) return;
  if (statement.negatedActions)
    report("allow-not-action", {
      at: syntax.action.start,
      message: "NotAction in an Allow grants every other action, of all services and of those that come.",
      advice:
        "List the actions that are meant in Action, or deny the exceptions in a statement of their own.",
    });
  if (statement.negatedResources)
    report("allow-not-resource", {
      at: syntax.resource?.start ?? syntax.start,
      message: "NotResource in an Allow grants the actions on every other resource, also on those that come.",
      advice:
        "List the resources that are meant in Resource, or deny the exceptions in a statement of their own.",
    });
  const everything = statement.actions.find(({ value }) => /^\*+(?::\*+)?$/.test(value));
  if (everything && !statement.negatedActions && anyResource(statement) && conditions.length === 0)
    report("full-access", {
      at: everything.start,
      message: "This allows everything, also to give and take permissions.",
      advice: "Name the actions and resources that are needed.",
    });
};

/** Whether the statement is about every resource. */
export const anyResource = ({ resources, negatedResources }: LintStatement): boolean =>
  !negatedResources && resources.some(({ pattern }) => pattern === ANY_TEXT);
