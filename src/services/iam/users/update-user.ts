import type { UpdateUserRequest } from "@aws-sdk/client-iam";
import { iamArn, type Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { alreadyExists } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { findUser, onUser, requireUser } from "./find-user.ts";
import { type UserRow, userTable } from "./table.ts";

type Renaming = { readonly NewUserName?: string | undefined; readonly NewPath?: string | undefined };

const renamed = (scope: Scope, user: UserRow, { NewUserName, NewPath }: Renaming): UserRow => {
  const name = NewUserName ?? user.name;
  const path = NewPath ?? user.path;
  return { ...user, name, path, arn: iamArn(scope, `user${path}${name}`) };
};

/**
 * Changes a user's name or path; the permission is needed for what it was and for what it becomes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export const updateUser = iamOperation<UpdateUserRequest>("UpdateUser", {
  needs: (context, action) => {
    const { input, scope, state } = context;
    const source = onUser(context, action);
    const user = findUser(state, scope.accountId, input.UserName);
    if (user === undefined) return source;
    const target = renamed(scope, user, input).arn;
    return target === source.resource ? source : [source, { ...source, resource: target }];
  },
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    const changed = renamed(scope, user, input);
    checkFree(state, changed);
    state.table(userTable).put(changed);
  },
});

const checkFree = (state: Reader, changed: UserRow): void => {
  const holder = findUser(state, changed.accountId, changed.name);
  if (holder !== undefined && holder.id !== changed.id) throw alreadyExists("User", changed.name);
};
