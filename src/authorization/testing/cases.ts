import { compilePolicy, decide, type PolicySet, policySet } from "../index.ts";
import type { AuthorizationPrincipal, AuthorizationRequest, PolicyKind, RequestContext } from "../types.ts";

/** The account of all principals. */
export const ACCOUNT = "123456789012";
/** Another account. */
export const OTHER_ACCOUNT = "210987654321";

/** A user. */
export const ALICE: AuthorizationPrincipal = {
  type: "User",
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
};

/** A set of one policy made of `statements`, written in the current language unless `version` says otherwise. */
export const setOf = (
  kind: PolicyKind,
  statements: object | readonly object[],
  version: string | null = "2012-10-17",
): PolicySet => {
  const source = JSON.stringify({ ...(version !== null && { Version: version }), Statement: statements });
  return policySet([compilePolicy(source, { kind, name: kind })]);
};

/** A request of {@link ALICE} with what a case needs to differ. */
export const requestOf = (change: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  principal: ALICE,
  action: "ecs:RunTask",
  resource: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:1`,
  context: {},
  ...change,
});

/** Whether an identity statement that allows everything, but for `change`, allows the request. */
export const isAllowed = (
  change: object,
  request: AuthorizationRequest,
  version: string | null = "2012-10-17",
): boolean => {
  const statement = { Effect: "Allow", Action: "*", Resource: "*", ...change };
  return decide(request, { identity: setOf("inline", statement, version) }).allowed;
};

/** Whether a condition holds for a context. */
export const holds = (
  operator: string,
  key: string,
  wanted: unknown,
  context: RequestContext,
  version: string | null = "2012-10-17",
): boolean => isAllowed({ Condition: { [operator]: { [key]: wanted } } }, requestOf({ context }), version);
