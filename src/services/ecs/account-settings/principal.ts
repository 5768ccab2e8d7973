import { parseArn, type Scope } from "../../../arn.ts";
import type { Caller } from "../../../operation/index.ts";
import { invalidParameter } from "../errors.ts";
import { settingsPrincipal } from "./effective-settings.ts";

/**
 * The principal whose setting a call is about: the one it names, else the caller's own.
 *
 * @throws AwsError InvalidParameterException for what is no user, role or root user of this account
 */
export const requirePrincipal = (scope: Scope, caller: Caller, principalArn: string | undefined): string => {
  if (principalArn === undefined || principalArn === "") return settingsPrincipal(scope, caller);
  const arn = parseArn(principalArn);
  const known =
    arn?.service === "iam" &&
    arn.accountId === scope.accountId &&
    /^(root$|user\/|role\/)/.test(arn.resource);
  if (!known) throw invalidParameter("Invalid principal arn");
  return principalArn;
};

/**
 * The principal whose setting a call changes. A federated user has none of its own, and must not change
 * everybody's by leaving the principal out.
 *
 * @throws AwsError InvalidParameterException
 */
export const requireChangeablePrincipal = (
  scope: Scope,
  caller: Caller,
  principalArn: string | undefined,
): string => {
  if (!principalArn && caller.principal.type === "FederatedUser") {
    throw invalidParameter("Federated users cannot have account settings of their own.");
  }
  return requirePrincipal(scope, caller, principalArn);
};
