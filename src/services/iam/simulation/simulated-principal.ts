import { iamArn, parseArn } from "../../../arn.ts";
import type { AuthorizationPrincipal, CompiledPolicy, RequestContext } from "../../../authorization/index.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidInput } from "../errors.ts";
import { findGroup, requireGroup } from "../groups/find-group.ts";
import { compiledManaged, groupsOf, type PolicyUse, policiesOf } from "../principal-policies.ts";
import { findRole, requireRole } from "../roles/find-role.ts";
import type { RoleRow } from "../roles/table.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { findUser, requireUser } from "../users/find-user.ts";
import type { UserRow } from "../users/table.ts";

/** Whom a simulation is about: who it is, what it has, what is known of it. */
export type SimulatedPrincipal = {
  readonly principal: AuthorizationPrincipal;
  readonly policies: readonly CompiledPolicy[];
  readonly boundary?: readonly CompiledPolicy[];
  readonly context: RequestContext;
};

/** `user`, `group` or `role` and the name. Throws InvalidInput for any other ARN. */
const entityOf = (
  arn: string,
  accountId: string,
): readonly [kind: "user" | "group" | "role", name: string] => {
  const parsed = parseArn(arn);
  const [, kind, name] = /^(user|group|role)\/(?:.*\/)?([^/]+)$/.exec(parsed?.resource ?? "") ?? [];
  if (parsed?.accountId !== accountId || kind === undefined || name === undefined) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  return [kind as "user" | "group" | "role", name];
};

/** The need of an action on the principal that `PolicySourceArn` names. */
export const onPolicySource = (
  { input, state, scope }: NeedsContext<{ readonly PolicySourceArn: string }>,
  action: string,
): Need => {
  const [kind, name] = entityOf(input.PolicySourceArn, scope.accountId);
  if (kind === "group") {
    const group = findGroup(state, scope.accountId, name);
    return { action, resource: group?.arn ?? iamArn(scope, `group/${name}`) };
  }
  const row = (kind === "user" ? findUser : findRole)(state, scope.accountId, name);
  return {
    action,
    resource: row?.arn ?? iamArn(scope, `${kind}/${name}`),
    resourceTags: tagRecord(row?.tags),
  };
};

/** The principal that `PolicySourceArn` names. Throws InvalidInput and NoSuchEntity. */
export const simulatedPrincipal = (
  state: Reader,
  scope: { readonly accountId: string },
  arn: string,
): SimulatedPrincipal => {
  const [kind, name] = entityOf(arn, scope.accountId);
  // Nothing is kept: a simulation compiles what it needs.
  const uses: PolicyUse[] = [];
  if (kind === "group") {
    const group = requireGroup(state, scope, name);
    const principal = { type: "User", arn: group.arn, accountId: group.accountId } as const;
    return { principal, policies: policiesOf(state, group, "group", uses), context: {} };
  }
  const row = kind === "user" ? requireUser(state, scope, name) : requireRole(state, scope, name);
  const groups = "groupIds" in row ? groupsOf(state, row) : [];
  const boundary =
    row.boundaryArn === undefined
      ? undefined
      : compiledManaged(state, row.boundaryArn, "boundary", `${kind} ${row.name}`, uses);
  return {
    principal: principalOf(row),
    policies: [
      ...policiesOf(state, row, kind, uses),
      ...groups.flatMap((group) => policiesOf(state, group, "group", uses)),
    ],
    ...(boundary === undefined ? {} : { boundary }),
    context: contextOf(row),
  };
};

const principalOf = (row: UserRow | RoleRow): AuthorizationPrincipal => {
  const { arn, accountId } = row;
  if ("groupIds" in row) return { type: "User", arn, accountId };
  return { type: "AssumedRole", arn, accountId, roleArn: arn };
};

const contextOf = (row: UserRow | RoleRow): RequestContext => ({
  "aws:PrincipalArn": row.arn,
  "aws:PrincipalAccount": row.accountId,
  "aws:userid": row.id,
  ...("groupIds" in row
    ? { "aws:username": row.name, "aws:PrincipalType": "User" }
    : { "aws:PrincipalType": "AssumedRole" }),
  ...Object.fromEntries(row.tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
});
