import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { accessKeyNotFound } from "../errors.ts";
import { namedUser, onUser, requireUser } from "../users/find-user.ts";
import { type AccessKeyRow, accessKeyTable } from "./table.ts";

type Context = Pick<
  NeedsContext<{ readonly UserName?: string | undefined }>,
  "input" | "caller" | "scope" | "state"
>;

/** Whose keys a request is about. The root user has no `userName`. */
export type KeyOwner = { readonly id: string; readonly userId?: string; readonly userName?: string };

const isRoot = ({ input, caller }: Context): boolean =>
  input.UserName === undefined && caller.principal.type === "Root";

/** The owner of the keys a request is about: the user named, otherwise the caller. Throws NoSuchEntity. */
export const keyOwner = (context: Context): KeyOwner => {
  if (isRoot(context)) return { id: context.scope.accountId };
  const user = requireUser(context.state, context.scope, namedUser(context));
  return { id: user.id, userId: user.id, userName: user.name };
};

/** The need of an action on the owner of the keys. */
export const onKeyOwner = (context: Context, action: string): Need =>
  isRoot(context) ? { action, resource: iamArn(context.scope, "root") } : onUser(context, action);

/** A key of an owner. Throws NoSuchEntity, also for somebody else's. */
export const requireKey = (state: Reader, owner: KeyOwner, id: string): AccessKeyRow => {
  const key = state.table(accessKeyTable).get(id);
  if (key === undefined || (key.userId ?? key.accountId) !== owner.id) throw accessKeyNotFound(id);
  return key;
};
