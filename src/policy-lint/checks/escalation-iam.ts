import type { LintStatement, Report } from "../document.ts";
import { type Grant, grantsOf, isEverything, limitedBy, namesNone } from "./grants.ts";

// What each gives to who has it. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html tells
// how a boundary holds those who manage permissions; iam:PermissionsBoundary is a key of those marked.
const PATHS: readonly (readonly [action: string, effect: string, boundary: boolean])[] = [
  ["iam:AttachUserPolicy", "any managed policy can be attached to a user, also to oneself", true],
  ["iam:AttachGroupPolicy", "any managed policy can be attached to a group, also to one's own", false],
  [
    "iam:AttachRolePolicy",
    "any managed policy can be attached to a role, also to one that tasks run under",
    true,
  ],
  ["iam:PutUserPolicy", "any permission can be written into a user's inline policy", true],
  ["iam:PutGroupPolicy", "any permission can be written into a group's inline policy", false],
  ["iam:PutRolePolicy", "any permission can be written into a role's inline policy", true],
  ["iam:CreatePolicyVersion", "a managed policy that one has can be rewritten", false],
  ["iam:SetDefaultPolicyVersion", "an older, wider version of a managed policy can be put in force", false],
  ["iam:AddUserToGroup", "a user can be added to any group", false],
  ["iam:UpdateAssumeRolePolicy", "any role can be made to trust whoever holds this policy", false],
  ["iam:CreateAccessKey", "an access key can be made for another user", false],
  ["iam:CreateLoginProfile", "a password can be given to another user", false],
  ["iam:UpdateLoginProfile", "another user's password can be changed", false],
  ["iam:DeleteUserPermissionsBoundary", "the boundary of a user can be removed", true],
  ["iam:DeleteRolePermissionsBoundary", "the boundary of a role can be removed", true],
  ["iam:PutUserPermissionsBoundary", "the boundary of a user can be replaced", true],
  ["iam:PutRolePermissionsBoundary", "the boundary of a role can be replaced", true],
];

/** IAM permissions by which one can give oneself others; one finding for each value that grants them. */
export const checkIamEscalation = (statements: readonly LintStatement[], report: Report): void => {
  const byPlace = new Map<number, { grant: Grant; paths: (typeof PATHS)[number][] }>();
  for (const path of PATHS) {
    const [action, , bounded] = path;
    for (const grant of grantsOf(statements, action)) {
      const { statement, at } = grant;
      if (isEverything(grant) || !namesNone(statement) || limitedToOneself(statement)) continue;
      if (bounded && limitedBy(statement, "iam:permissionsboundary")) continue;
      if (/Attach/.test(action) && limitedBy(statement, "iam:policyarn")) continue;
      const found = byPlace.get(at) ?? { grant, paths: [] };
      found.paths.push(path);
      byPlace.set(at, found);
    }
  }
  for (const { grant, paths } of byPlace.values()) {
    const [first] = paths;
    if (first === undefined) continue;
    const [action, effect] = first;
    const more =
      paths.length > 1
        ? ` (and ${paths.length - 1} more ways of "${grant.value?.value ?? "NotAction"}")`
        : "";
    report("escalation-iam", {
      at: grant.at,
      message: `By ${action}, ${effect}${more}.`,
      advice: first[2]
        ? 'Name users or roles by a path of their own, and require a boundary: "StringEquals": { "iam:PermissionsBoundary": "<policy ARN>" }.'
        : "Name what may be changed, by a path that holds nothing more powerful than this policy.",
    });
  }
};

const limitedToOneself = ({ resources }: LintStatement): boolean =>
  resources.length > 0 && resources.every(({ value }) => value.includes("${aws:username}"));
