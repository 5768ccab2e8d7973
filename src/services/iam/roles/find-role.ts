import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { notFound, protectedRole } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { type RoleRow, roleTable } from "./table.ts";

/** The role of a name; names are the same without regard to letter case. */
export const findRole = (state: Reader, accountId: string, name: string): RoleRow | undefined =>
  firstOf(state.table(roleTable).by("name", `${accountId}/${name.toLowerCase()}`));

/** The role of an ARN, with its path, in any account; ARNs are compared as written. */
export const findRoleByArn = (state: Reader, arn: string): RoleRow | undefined =>
  firstOf(state.table(roleTable).by("arn", arn));

/** The role of a name. Throws NoSuchEntity. */
export const requireRole = (state: Reader, scope: { readonly accountId: string }, name: string): RoleRow => {
  const row = findRole(state, scope.accountId, name);
  if (row === undefined) throw notFound("role", name);
  return row;
};

/** The role of a name, to be changed. Throws NoSuchEntity, and UnmodifiableEntity for a service-linked role. */
export const requireModifiableRole = (
  state: Reader,
  scope: { readonly accountId: string },
  name: string,
): RoleRow => {
  const row = requireRole(state, scope, name);
  if (row.linkedService !== undefined) throw protectedRole(row.name);
  return row;
};

/** The need of an action on the role that the request names. */
export const onRole = (
  { input, state, scope }: NeedsContext<{ readonly RoleName: string }>,
  action: string,
): Need => {
  const row = findRole(state, scope.accountId, input.RoleName);
  return {
    action,
    resource: row?.arn ?? iamArn(scope, `role/${input.RoleName}`),
    resourceTags: tagRecord(row?.tags),
  };
};

/** {@link onRole} for the actions that know `iam:PermissionsBoundary`: the boundary the role has. */
export const onRoleWithBoundary = (
  context: NeedsContext<{ readonly RoleName: string }>,
  action: string,
): Need => {
  const row = findRole(context.state, context.scope.accountId, context.input.RoleName);
  return { ...onRole(context, action), context: { "iam:PermissionsBoundary": row?.boundaryArn } };
};
