import type { DeleteAccountAliasRequest } from "@aws-sdk/client-iam";
import { aliasNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { accountTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias = iamOperation<DeleteAccountAliasRequest>("DeleteAccountAlias", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const account = state.table(accountTable).get(scope.accountId);
    if (account === undefined || account.alias !== input.AccountAlias)
      throw aliasNotFound(input.AccountAlias);
    const { alias: _gone, ...rest } = account;
    state.table(accountTable).put(rest);
  },
});
