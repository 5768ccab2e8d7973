import type { AnyOperation } from "../../../operation/index.ts";
import { createAccountAlias } from "./create-account-alias.ts";
import { deleteAccountAlias } from "./delete-account-alias.ts";
import { getAccountAuthorizationDetails } from "./get-account-authorization-details.ts";
import { getAccountSummary } from "./get-account-summary.ts";
import { listAccountAliases } from "./list-account-aliases.ts";

/** The operations on accounts. */
export const accountsOperations: readonly AnyOperation[] = [
  createAccountAlias,
  deleteAccountAlias,
  getAccountAuthorizationDetails,
  getAccountSummary,
  listAccountAliases,
];
