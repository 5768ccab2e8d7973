import type { CompiledStatement } from "../evaluation/compile.ts";
import { reach } from "../evaluation/match-statement.ts";
import { lookUp } from "../matching/context.ts";
import { conditionHolds } from "../matching/match-condition.ts";
import { resourceMatches } from "../matching/match-resource.ts";
import { ANY_CHARACTER, ANY_TEXT } from "../matching/pattern.ts";
import { parseText, resolve } from "../matching/template.ts";
import type { AuthorizationRequest, RequestContext } from "../types.ts";
import type { Mismatch, StatementTrace } from "./explanation.ts";

/**
 * Asks every element of a statement but its action, by the same tests as `decide`, and keeps what did not match.
 * `concerned`: the statement is about the request's action.
 */
export const traceStatement = (
  statement: CompiledStatement,
  request: AuthorizationRequest,
  concerned: boolean,
): StatementTrace => {
  const grant = reach(statement, request);
  const mismatches = findMismatches(statement, request);
  if (grant === "none") mismatches.unshift(principalMismatch(statement, request));
  if (!concerned) mismatches.unshift(actionMismatch(statement, request.action));
  const trace = traceOf(statement, mismatches);
  return statement.principal === undefined ? trace : { ...trace, grant };
};

/** The trace of a statement about other actions: nothing but that is asked of it. */
export const traceUnconcerned = (statement: CompiledStatement, action: string): StatementTrace =>
  traceOf(statement, [actionMismatch(statement, action)]);

const traceOf = (statement: CompiledStatement, mismatches: readonly Mismatch[]): StatementTrace => {
  const { policy, sid, index, effect, start, end } = statement.deciding[0];
  const matched = mismatches.length === 0;
  return sid === undefined
    ? { policy, index, effect, start, end, matched, mismatches }
    : { policy, sid, index, effect, start, end, matched, mismatches };
};

const findMismatches = (statement: CompiledStatement, request: AuthorizationRequest): Mismatch[] => {
  const { resource, conditions } = statement;
  const { context } = request;
  const mismatches: Mismatch[] = [];
  if (resource !== undefined && !resourceMatches(resource, request.resource, context))
    mismatches.push(resourceMismatch(statement, request));
  for (let at = 0; at < conditions.length; at++)
    // INVARIANT: `at` is within `conditions`
    if (!conditionHolds(conditions[at]!, context)) mismatches.push(conditionMismatch(statement, at, context));
  return mismatches;
};

const resourceMismatch = (statement: CompiledStatement, request: AuthorizationRequest): Mismatch => {
  // INVARIANT: a statement with a resource matcher was compiled from a resource element
  const { element, wanted, templated, position } = statement.quote().resource!;
  const mismatch: Mismatch = { reason: "resource", element, wanted, seen: request.resource, position };
  if (!templated && request.resource !== "*") return mismatch;
  return {
    ...mismatch,
    ...(templated && { resolved: resolveAll(wanted, request.context) }),
    ...(request.resource === "*" && { takesNoResource: true }),
  };
};

const conditionMismatch = (statement: CompiledStatement, at: number, context: RequestContext): Mismatch => {
  // INVARIANT: there is one quote for each condition
  const { operator, key, wanted, templated, position } = statement.quote().conditions[at]!;
  const value = lookUp(context, key);
  const seen = value === undefined ? null : typeof value === "string" ? [value] : value;
  const mismatch: Mismatch = { reason: "condition", operator, key, wanted, seen, position };
  return templated ? { ...mismatch, resolved: resolveAll(wanted, context) } : mismatch;
};

const actionMismatch = (statement: CompiledStatement, action: string): Mismatch => {
  const { element, wanted, position } = statement.quote().action;
  return { reason: "action", element, wanted, seen: action, position };
};

const principalMismatch = (
  statement: CompiledStatement,
  { principal: { type, arn, serviceName } }: AuthorizationRequest,
): Mismatch => {
  // INVARIANT: only a statement with Principal or NotPrincipal can fail to reach somebody
  const { element, wanted, position } = statement.quote().principal!;
  const seen = type === "Service" ? `Service: ${serviceName ?? arn}` : `AWS: ${arn}`;
  return { reason: "principal", element, wanted, seen, position };
};

const resolveAll = (values: readonly string[], context: RequestContext): readonly (string | null)[] =>
  values.map((value) => {
    const text = parseText(value, { variables: true, wildcards: true });
    const result = typeof text === "object" ? resolve(text, context) : text;
    return result?.replaceAll(ANY_TEXT, "*").replaceAll(ANY_CHARACTER, "?") ?? null;
  });
