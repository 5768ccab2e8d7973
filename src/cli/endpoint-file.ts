import { CliError } from "./cli-error.ts";
import type { DataFolder } from "./data-folder.ts";
import { readJson } from "./private-file.ts";

/** How to reach the control plane of a data folder. */
export type EndpointFile = {
  readonly url: string;
  readonly region: string;
  readonly pid: number;
  /** The accounts that were made at start; the first is the default. */
  readonly accounts: readonly string[];
};

/** Reads where the control plane is; throws {@link CliError} when none was ever started on this folder. */
export const readEndpoint = (folder: DataFolder): EndpointFile => {
  const found = readJson(folder.endpoint);
  if (found === undefined) {
    throw new CliError(`no control plane was started with the data folder ${folder.path}: run portreeve up`);
  }
  // INVARIANT: only `up` writes this file, whole or not at all.
  return found as EndpointFile;
};
