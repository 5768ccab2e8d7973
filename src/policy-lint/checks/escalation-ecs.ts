import type { LintStatement, Report } from "../document.ts";
import { type Grant, grantsOf, isEverything, limitedBy, namesNone } from "./grants.ts";

const RUNNERS = [
  "ecs:RunTask",
  "ecs:StartTask",
  "ecs:CreateService",
  "ecs:UpdateService",
  "ecs:CreateTaskSet",
] as const;
const OVERRIDERS: ReadonlySet<string> = new Set(["ecs:RunTask", "ecs:StartTask"]);

/** What the statements give: lookups are many, and each goes through all statements. */
type ReportOn = (statement: LintStatement) => Report;
type Granted = (action: string) => readonly Grant[];

/**
 * Ways from ECS permissions to those of the roles behind: what runs in a task has the credentials of its task role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const checkEcsEscalation = (statements: readonly LintStatement[], reportOn: ReportOn): void => {
  const granted: Granted = (action) => grantsOf(statements, action).filter((grant) => !isEverything(grant));
  checkRunWithRole(granted, reportOn);
  checkExecuteCommand(granted, reportOn);
  checkUpdateService(granted, reportOn);
};

const toTasks = ({ statement }: Grant): boolean => {
  const services = statement.conditions.filter(
    ({ key }) => key.value.toLowerCase() === "iam:passedtoservice",
  );
  return services.every(({ values, operator }) =>
    operator.includes("Not")
      ? true
      : values.some(({ value }) => value === "ecs-tasks.amazonaws.com" || /[*?$]/.test(value)),
  );
};

const checkRunWithRole = (granted: Granted, reportOn: ReportOn): void => {
  const passing = granted("iam:PassRole").filter(toTasks);
  const [pass] = passing;
  if (pass === undefined) return;
  const registers = granted("ecs:RegisterTaskDefinition").length > 0;
  const broad = passing.some(({ statement }) => namesNone(statement));
  for (const name of RUNNERS) {
    // Without RegisterTaskDefinition a role can still be put over that of a task, though not over a service's.
    if (!registers && !OVERRIDERS.has(name)) continue;
    const [run] = granted(name);
    if (run === undefined) continue;
    reportOn(pass.statement)("escalation-run-with-role", {
      at: pass.at,
      message: `With ${registers ? "ecs:RegisterTaskDefinition and " : ""}${name}, ${
        broad ? "every role that trusts ecs-tasks.amazonaws.com" : "the roles that can be passed here"
      } can be used by running a task under ${broad ? "it" : "them"}.`,
      advice: broad
        ? "Name the roles that tasks are meant to have in the Resource of iam:PassRole."
        : "Make sure that these roles may do no more than whoever holds this policy should.",
      ...(!broad && { severity: "suggestion" as const }),
    });
    return;
  }
};

const checkExecuteCommand = (granted: Granted, reportOn: ReportOn): void => {
  for (const { statement, at } of granted("ecs:ExecuteCommand")) {
    if (!namesNone(statement) || limitedBy(statement, "ecs:") || limitedBy(statement, "aws:resourcetag/"))
      continue;
    reportOn(statement)("escalation-execute-command", {
      at,
      message:
        "ecs:ExecuteCommand on every task gives a shell in each container, with the credentials of its task role.",
      advice:
        "Name cluster and tasks, or add a condition on ecs:cluster, ecs:container-name or aws:ResourceTag.",
    });
  }
};

const checkUpdateService = (granted: Granted, reportOn: ReportOn): void => {
  for (const { statement, at } of granted("ecs:UpdateService")) {
    if (!namesNone(statement) || limitedBy(statement, "ecs:") || limitedBy(statement, "aws:resourcetag/"))
      continue;
    reportOn(statement)("escalation-update-service", {
      at,
      message:
        "ecs:UpdateService on every service lets each be moved to another task definition, and execute-command be enabled in it; its load balancer then sends it the traffic.",
      advice: "Name the services, or add a condition on ecs:cluster or ecs:task-definition.",
    });
  }
};
