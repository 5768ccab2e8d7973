import type { GetUserRequest, GetUserResponse, User } from "@aws-sdk/client-iam";
import type { Caller } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { accountTable } from "../accounts/table.ts";
import type { Given } from "../given.ts";
import { iamOperation } from "../iam-operation.ts";
import { wireDate } from "../moments.ts";
import { namedUser, onUser, requireUser } from "./find-user.ts";
import { wholeUser } from "./user-shape.ts";

/**
 * Without a name, tells of the caller itself, the root user too.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
 */
export const getUser = iamOperation<GetUserRequest, GetUserResponse>("GetUser", {
  needs: (context, action) =>
    asksForRoot(context) ? { action, resource: context.caller.principal.arn } : onUser(context, action),
  run: (context) => {
    const { state, scope, caller } = context;
    if (asksForRoot(context)) return rootUser(state, caller);
    return { User: wholeUser(requireUser(state, scope, namedUser(context))) };
  },
});

const asksForRoot = ({
  input,
  caller,
}: {
  readonly input: { readonly UserName?: string | undefined };
  readonly caller: Caller;
}): boolean => input.UserName === undefined && caller.principal.type === "Root";

const rootUser = (state: Reader, { principal }: Caller): Given<GetUserResponse> => {
  const user: Partial<Given<User>> = {
    UserId: principal.accountId,
    Arn: principal.arn,
    CreateDate: wireDate(state.table(accountTable).get(principal.accountId)?.createdAt ?? 0),
  };
  // The model requires name and path, and AWS leaves both out for the root user.
  return { User: user as Given<User> };
};
