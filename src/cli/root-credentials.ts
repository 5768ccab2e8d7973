import { CliError } from "./cli-error.ts";
import type { DataFolder } from "./data-folder.ts";
import { readJson } from "./private-file.ts";

/** The access key of an account's root user. */
export type RootCredentials = {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Reads the root credentials of an account; throws {@link CliError} when there is no such account. */
export const readRootCredentials = (folder: DataFolder, accountId: string): RootCredentials => {
  const found = readJson(folder.account(accountId));
  if (found === undefined) {
    throw new CliError(
      `there is no account ${accountId} in ${folder.path}: start with portreeve up --account ${accountId}`,
    );
  }
  // INVARIANT: only `up` writes this file, whole or not at all.
  return found as RootCredentials;
};
