import type { CreateAccountAliasRequest } from "@aws-sdk/client-iam";
import { aliasExists } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { accountTable } from "./table.ts";

/**
 * An account has one alias: a new one takes the place of the old.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
 */
export const createAccountAlias = iamOperation<CreateAccountAliasRequest>("CreateAccountAlias", {
  needs: onAccount,
  run: ({ input, state, scope, world }) => {
    const accounts = state.table(accountTable);
    const alias = input.AccountAlias;
    const holder = firstOf(accounts.by("alias", alias));
    if (holder !== undefined && holder.id !== scope.accountId) throw aliasExists(alias);
    const account = accounts.get(scope.accountId) ?? { id: scope.accountId, createdAt: world.now() };
    accounts.put({ ...account, alias });
  },
});
