import type { LintStatement, Report } from "../document.ts";
import { actionNamed, coversEveryResource, grantsOf, isEverything, limitedBy } from "./grants.ts";

/**
 * PassRole without a limit: of the roles, and of the services that are given them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const checkPassRole = (statements: readonly LintStatement[], report: Report): void => {
  const action = actionNamed("iam:PassRole");
  if (action === undefined) return;
  for (const grant of grantsOf(statements, "iam:PassRole")) {
    const { statement, at, value } = grant;
    if (isEverything(grant)) continue;
    const any = coversEveryResource(statement, action);
    const how =
      value === undefined
        ? "NotAction leaves iam:PassRole in, so"
        : value.value === "iam:PassRole"
          ? ""
          : `"${value.value}" holds iam:PassRole, so`;
    if (any)
      report("pass-role-any", {
        at,
        message: sentence(
          how,
          `any role can be passed${limitedBy(statement, "iam:passedtoservice") ? " to the services named" : ""}, also one with more permissions than its passer.`,
        ),
        advice: 'Name the roles: "Resource": "arn:aws:iam::<Account>:role/<RoleName>".',
      });
    if (!limitedBy(statement, "iam:passedtoservice"))
      report("pass-role-to-any-service", {
        at,
        message: sentence(how, "the role can be passed to every service that it trusts."),
        advice:
          'Add "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" }, or the service that is meant.',
      });
  }
};

const sentence = (start: string, rest: string): string =>
  start === "" ? rest.charAt(0).toUpperCase() + rest.slice(1) : `${start} ${rest}`;

/** Service-linked roles of every service. https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
export const checkServiceLinkedRoles = (statements: readonly LintStatement[], report: Report): void => {
  const action = actionNamed("iam:CreateServiceLinkedRole");
  if (action === undefined) return;
  for (const grant of grantsOf(statements, "iam:CreateServiceLinkedRole")) {
    const { statement, at } = grant;
    if (isEverything(grant) || limitedBy(statement, "iam:awsservicename")) continue;
    const named = statement.resources.every(({ value }) => /role\/aws-service-role\/[^*/?]/.test(value));
    if (named && !statement.negatedResources && statement.resources.length > 0) continue;
    report("service-linked-role-any", {
      at,
      message: "Service-linked roles of any service can be created.",
      advice:
        'Add "StringEquals": { "iam:AWSServiceName": "ecs.amazonaws.com" }, or the service that is meant.',
    });
  }
};
