import { dryRunOperation } from "../errors.ts";

/** Ends a dry run: the caller would have been allowed, and nothing is to be done. Throws DryRunOperation. */
export const refuseDryRun = (input: { readonly DryRun?: boolean | undefined }): void => {
  if (input.DryRun) throw dryRunOperation();
};
