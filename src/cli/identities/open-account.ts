import { policySet } from "../../authorization/index.ts";
import { CliError } from "../cli-error.ts";
import type { DataFolder } from "../data-folder.ts";
import { type EndpointFile, readEndpoint } from "../endpoint-file.ts";
import { type RootCredentials, readRootCredentials } from "../root-credentials.ts";
import { type Account, type Identity, readAccount } from "./account.ts";
import { createIamApi } from "./iam-api.ts";

/** Reads the identities of an account from the control plane of a data folder; of its first account unless told. */
export const openAccount = async (
  folder: DataFolder,
  accountId: string | undefined,
): Promise<{ readonly endpoint: EndpointFile; readonly account: Account }> => {
  const { endpoint, credentials } = readAccess(folder, accountId);
  const api = createIamApi(endpoint, credentials);
  return { endpoint, account: await readAccount(api, credentials.accountId) };
};

const readAccess = (
  folder: DataFolder,
  accountId: string | undefined,
): { readonly endpoint: EndpointFile; readonly credentials: RootCredentials } => {
  try {
    const endpoint = readEndpoint(folder);
    const id = accountId ?? endpoint.accounts[0];
    if (id === undefined) throw new CliError("the control plane has no account");
    return { endpoint, credentials: readRootCredentials(folder, id) };
  } catch (error) {
    // Of the commands that ask, 1 is an answer.
    throw error instanceof CliError ? new CliError(error.message, 2) : error;
  }
};

/** The account that an ARN names, or undefined. */
export const accountOfArn = (text: string): string | undefined =>
  /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(text)?.[1];

/** The user or role of that name or ARN (a role's session is the role). Throws {@link CliError} when it is not one. */
export const findIdentity = ({ identities, accountId }: Account, text: string): Identity => {
  if (text === "root" || text === `arn:aws:iam::${accountId}:root`) return rootOf(accountId);
  const session = /^arn:[^:]*:sts::\d{12}:assumed-role\/([^/]+)\//.exec(text)?.[1];
  const [, type, name] =
    /^(?:(user|role)\/)?([^/:]+)$/.exec(session === undefined ? text : `role/${session}`) ?? [];
  const found = identities.filter(
    ({ principal }) =>
      principal.arn === text || (principal.name === name && (type === undefined || principal.type === type)),
  );
  const [first, second] = found;
  if (first === undefined)
    throw new CliError(`there is no user or role ${text} in the account ${accountId}`, 2);
  if (second !== undefined)
    throw new CliError(`${text} is a user and a role: say user/${text} or role/${text}`, 2);
  return first;
};

const rootOf = (account: string): Identity => ({
  principal: { type: "root", name: "root", account, arn: `arn:aws:iam::${account}:root`, tags: {} },
  layers: { identity: policySet([]) },
});
