import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { notFound, validationError } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { type UserRow, userTable } from "./table.ts";

/** The user of a name; names are the same without regard to letter case. */
export const findUser = (state: Reader, accountId: string, name: string): UserRow | undefined =>
  firstOf(state.table(userTable).by("name", `${accountId}/${name.toLowerCase()}`));

/** The user of a name. Throws NoSuchEntity. */
export const requireUser = (state: Reader, scope: { readonly accountId: string }, name: string): UserRow => {
  const row = findUser(state, scope.accountId, name);
  if (row === undefined) throw notFound("user", name);
  return row;
};

/**
 * The user an operation is about: the one named or, without a name, the caller itself.
 * Throws ValidationError when there is no name and the caller is no user.
 */
export const namedUser = ({
  input,
  caller,
}: Pick<NeedsContext<{ readonly UserName?: string | undefined }>, "input" | "caller">): string => {
  const name = input.UserName ?? (caller.principal.type === "User" ? caller.userName : undefined);
  if (name === undefined)
    throw validationError("Must specify userName when calling with non-User credentials");
  return name;
};

/** The need of an action on the user that the request names. */
export const onUser = (
  context: NeedsContext<{ readonly UserName?: string | undefined }>,
  action: string,
): Need => {
  const name = namedUser(context);
  const row = findUser(context.state, context.scope.accountId, name);
  return {
    action,
    resource: row?.arn ?? iamArn(context.scope, `user/${name}`),
    resourceTags: tagRecord(row?.tags),
  };
};

/** {@link onUser} for the actions that know `iam:PermissionsBoundary`: the boundary the user has. */
export const onUserWithBoundary = (
  context: NeedsContext<{ readonly UserName: string }>,
  action: string,
): Need => {
  const row = findUser(context.state, context.scope.accountId, context.input.UserName);
  return { ...onUser(context, action), context: { "iam:PermissionsBoundary": row?.boundaryArn } };
};
