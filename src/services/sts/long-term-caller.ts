import type { Caller } from "../../operation/index.ts";
import { accessDenied } from "./errors.ts";

/**
 * Only a user or the root user, with long-term credentials, may ask for sessions of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
export const requireLongTermCredentials = (caller: Caller, operation: string): void => {
  const { type } = caller.principal;
  if (caller.session === undefined && (type === "User" || type === "Root")) return;
  throw accessDenied(`Cannot call ${operation} with session credentials`);
};
