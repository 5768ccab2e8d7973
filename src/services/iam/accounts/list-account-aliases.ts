import type { ListAccountAliasesRequest, ListAccountAliasesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { accountTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases = iamOperation<ListAccountAliasesRequest, ListAccountAliasesResponse>(
  "ListAccountAliases",
  {
    needs: onAccount,
    run: ({ state, scope }) => {
      const alias = state.table(accountTable).get(scope.accountId)?.alias;
      return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
    },
  },
);
