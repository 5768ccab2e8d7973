import type { LintStatement, Report } from "../document.ts";
import { limitedBy } from "./grants.ts";

/** Trust policies that let in more than was meant. */
export const checkTrust = (statement: LintStatement, report: Report): void => {
  const { syntax, allows, conditions } = statement;
  const { principal } = syntax;
  if (!allows || principal === undefined || principal.name !== "Principal") return;
  for (const { kind, value, start } of principal.principals) {
    if (kind === "AWS" && value === "*" && conditions.length === 0)
      report("trust-everybody", {
        at: start,
        message: "Everybody, of any account, may assume this role.",
        advice: 'Name the account or role: "Principal": { "AWS": "arn:aws:iam::<Account>:role/<RoleName>" }.',
      });
    if (kind === "Federated") checkFederated(statement, value, start, report);
    if (kind === "Service" && value === "ecs-tasks.amazonaws.com" && !limitedToSource(statement))
      report("trust-confused-deputy", {
        at: start,
        message: "ECS is not told for whose tasks it may use this role.",
        advice:
          'Add "StringEquals": { "aws:SourceAccount": "<Account>" } and "ArnLike": { "aws:SourceArn": "arn:aws:ecs:<Region>:<Account>:*" }.',
      });
  }
};

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role
const limitedToSource = (statement: LintStatement): boolean =>
  ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"].some((key) =>
    limitedBy(statement, key),
  );

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
const checkFederated = (
  { conditions }: LintStatement,
  provider: string,
  start: number,
  report: Report,
): void => {
  const host = /oidc-provider\/(.+)$/.exec(provider)?.[1];
  if (host === undefined) return;
  const subjects = conditions.filter(({ key }) => /:(?:sub|aud|amr)$/i.test(key.value));
  const shared = /^token\.actions\.githubusercontent\.com/.test(host);
  const needed = shared ? subjects.filter(({ key }) => /:sub$/i.test(key.value)) : subjects;
  const narrow = needed.some(
    ({ values, operator }) => !operator.includes("Not") && values.every(({ value }) => !/^\*+$/.test(value)),
  );
  if (narrow) return;
  report("trust-without-subject", {
    at: start,
    message: `Every identity of ${host} may assume this role.`,
    advice: `Add "StringLike": { "${host}:sub": "<whom you mean>" }.`,
  });
};
