import { conditionHolds } from "../matching/match-condition.ts";
import { deniesPrincipal, type Grant, grantTo } from "../matching/match-principal.ts";
import { resourceMatches } from "../matching/match-resource.ts";
import type { AuthorizationRequest } from "../types.ts";
import type { CompiledStatement } from "./compile.ts";

/** How a statement reaches the principal; a policy without `Principal` is that of the principal itself. */
export const reach = (statement: CompiledStatement, request: AuthorizationRequest): Grant => {
  const { principal, allows } = statement;
  if (principal === undefined) return "direct";
  if (allows) return grantTo(principal, request.principal, request.context);
  return deniesPrincipal(principal, request.principal, request.context) ? "direct" : "none";
};

/** Whether all but action and principal match. */
export const restMatches = (statement: CompiledStatement, request: AuthorizationRequest): boolean => {
  const { resource, conditions } = statement;
  if (resource !== undefined && !resourceMatches(resource, request.resource, request.context)) return false;
  for (const condition of conditions) if (!conditionHolds(condition, request.context)) return false;
  return true;
};

/** The first of `statements`, which concern the action, that applies to the request. */
export const firstMatch = (
  statements: readonly CompiledStatement[],
  request: AuthorizationRequest,
): CompiledStatement | undefined => {
  for (const statement of statements)
    if (restMatches(statement, request) && reach(statement, request) !== "none") return statement;
  return undefined;
};
