import { existsSync } from "node:fs";
import type { CurrentPolicy, GroupedPrincipal } from "../least-privilege/index.ts";
import type { DataFolder } from "./data-folder.ts";
import { readEndpoint } from "./endpoint-file.ts";
import { readAccount } from "./identities/account.ts";
import { createIamApi } from "./identities/iam-api.ts";
import { readRootCredentials } from "./root-credentials.ts";

/** Answers the identity-based policies that a principal has now; none for one that is gone. */
export type CurrentPolicies = (principal: GroupedPrincipal) => readonly CurrentPolicy[];

/**
 * Reads every policy of an account from the running control plane, as its root user; undefined when none runs, or
 * when it has no such account.
 */
export const readAccountPolicies = async (
  folder: DataFolder,
  accountId: string,
): Promise<CurrentPolicies | undefined> => {
  if (!existsSync(folder.endpoint) || !existsSync(folder.account(accountId))) return undefined;
  const endpoint = readEndpoint(folder);
  const runs = await fetch(new URL("/health", endpoint.url)).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!runs) return undefined;
  const api = createIamApi(endpoint, readRootCredentials(folder, accountId));
  const { identities } = await readAccount(api, accountId);
  return ({ kind, arn, name }) => {
    // A role is known by its name: a session's ARN does not tell the path.
    const identity = identities.find(({ principal }) =>
      kind === "role" ? principal.type === "role" && principal.name === name : principal.arn === arn,
    );
    const policies = identity?.layers.identity.policies ?? [];
    return policies.map(({ source, origin }) => ({ document: source, origin }));
  };
};
