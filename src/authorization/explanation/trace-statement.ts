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
  const { deciding, principal } = statement;
  const grant = reach(statement, request);
  const mismatches = findMismatches(statement, request);
  if (grant === "none") mismatches.unshift(principalMismatch(statement, request));
  if (!concerned) mismatches.unshift(actionMismatch(statement, request));
  const { policy, sid, index, effect, start, end } = deciding[0];
  const trace = { policy, index, effect, start, end, matched: mismatches.length === 0, mismatches };
  return {
    ...trace,
    ...(sid !== undefined && { sid }),
    ...(principal && { grant }),
  };
};

/** The trace of a statement about other actions: nothing but that is asked of it. */
export const traceUnconcerned = (
  statement: CompiledStatement,
  request: AuthorizationRequest,
): StatementTrace => {
  const { policy, sid, index, effect, start, end } = statement.deciding[0];
  const mismatches = [actionMismatch(statement, request)];
  return sid === undefined
    ? { policy, index, effect, start, end, matched: false, mismatches }
    : { policy, sid, index, effect, start, end, matched: false, mismatches };
};

const findMismatches = (statement: CompiledStatement, request: AuthorizationRequest): Mismatch[] => {
  const { resource, conditions, variables } = statement;
  const { context } = request;
  const mismatches: Mismatch[] = [];
  if (resource !== undefined && !resourceMatches(resource, request.resource, context)) {
    // INVARIANT: a statement with a resource matcher was compiled from a resource element
    const quote = statement.quote().resource!;
    mismatches.push({
      reason: "resource",
      ...quote,
      ...(variables && resolvedValues(quote.wanted, context)),
      seen: request.resource,
      ...(request.resource === "*" && { takesNoResource: true }),
    });
  }
  for (let at = 0; at < conditions.length; at++) {
    // INVARIANT: `at` is within `conditions`, and there is one quote for each of them
    if (conditionHolds(conditions[at]!, context)) continue;
    const quote = statement.quote().conditions[at]!;
    const seen = lookUp(context, quote.key);
    mismatches.push({
      reason: "condition",
      ...quote,
      ...(variables && resolvedValues(quote.wanted, context)),
      seen: seen === undefined ? null : typeof seen === "string" ? [seen] : seen,
    });
  }
  return mismatches;
};

const actionMismatch = (statement: CompiledStatement, request: AuthorizationRequest): Mismatch => {
  const { element, wanted, position } = statement.quote().action;
  return { reason: "action", element, wanted, seen: request.action, position };
};

const principalMismatch = (
  statement: CompiledStatement,
  { principal: { type, arn, serviceName } }: AuthorizationRequest,
): Mismatch => ({
  reason: "principal",
  // INVARIANT: only a statement with Principal or NotPrincipal can fail to reach somebody
  ...statement.quote().principal!,
  seen: type === "Service" ? `Service: ${serviceName ?? arn}` : `AWS: ${arn}`,
});

const resolvedValues = (
  values: readonly string[],
  context: RequestContext,
): { readonly resolved?: readonly (string | null)[] } | undefined => {
  if (!values.some((value) => value.includes("${"))) return undefined;
  return {
    resolved: values.map((value) => {
      const text = parseText(value, { variables: true, wildcards: true });
      const result = typeof text === "object" ? resolve(text, context) : text;
      return result?.replaceAll(ANY_TEXT, "*").replaceAll(ANY_CHARACTER, "?") ?? null;
    }),
  };
};
