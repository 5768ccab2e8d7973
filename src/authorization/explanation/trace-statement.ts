import type { CompiledStatement } from "../evaluation/compile.ts";
import { reach } from "../evaluation/match-statement.ts";
import { lookUp } from "../matching/context.ts";
import { actionMatches } from "../matching/match-action.ts";
import { type ConditionMatcher, conditionHolds } from "../matching/match-condition.ts";
import { resourceMatches } from "../matching/match-resource.ts";
import { ANY_CHARACTER, ANY_TEXT } from "../matching/pattern.ts";
import { parseText, resolve } from "../matching/template.ts";
import type { AuthorizationRequest, RequestContext } from "../types.ts";
import type { ConditionMismatch, ElementMismatch, Mismatch, StatementTrace } from "./explanation.ts";

/** Asks every element of a statement, by the same tests as `decide`, and keeps what did not match. */
export const traceStatement = (
  statement: CompiledStatement,
  request: AuthorizationRequest,
  lowerCaseAction: string,
): StatementTrace => {
  const mismatches: Mismatch[] = [];
  const { syntax, policy } = statement;
  if (!actionMatches(statement.action, lowerCaseAction))
    mismatches.push({
      reason: "action",
      element: syntax.action.name,
      wanted: syntax.action.values.map(({ value }) => value),
      seen: request.action,
      position: policy.positionOf(syntax.action.start),
    });
  const grant = reach(statement, request);
  if (grant === "none") mismatches.push(principalMismatch(statement, request));
  if (statement.resource && !resourceMatches(statement.resource, request.resource, request.context))
    mismatches.push(resourceMismatch(statement, request));
  for (const condition of statement.conditions)
    if (!conditionHolds(condition, request.context))
      mismatches.push(conditionMismatch(condition, statement, request.context));
  return {
    ...statement.deciding[0],
    matched: mismatches.length === 0,
    ...(statement.principal && { grant }),
    mismatches,
  };
};

const principalMismatch = (statement: CompiledStatement, request: AuthorizationRequest): ElementMismatch => {
  // INVARIANT: only a statement with Principal or NotPrincipal can fail to reach somebody
  const element = statement.syntax.principal!;
  const { type, arn, serviceName } = request.principal;
  return {
    reason: "principal",
    element: element.name,
    wanted: element.principals.map(({ kind, value }) => (value === "*" ? "*" : `${kind}: ${value}`)),
    seen: type === "Service" ? `Service: ${serviceName ?? arn}` : `AWS: ${arn}`,
    position: statement.policy.positionOf(element.start),
  };
};

const resourceMismatch = (statement: CompiledStatement, request: AuthorizationRequest): ElementMismatch => {
  // INVARIANT: a statement with a resource matcher was compiled from a resource element
  const element = statement.syntax.resource! as typeof statement.syntax.resource & {
    readonly name: "Resource" | "NotResource";
  };
  const wanted = element.values.map(({ value }) => value);
  return {
    reason: "resource",
    element: element.name,
    wanted,
    ...resolvedValues(wanted, statement.variables, request.context),
    seen: request.resource,
    ...(request.resource === "*" && { takesNoResource: true }),
    position: statement.policy.positionOf(element.start),
  };
};

const conditionMismatch = (
  { syntax }: ConditionMatcher,
  statement: CompiledStatement,
  context: RequestContext,
): ConditionMismatch => {
  const seen = lookUp(context, syntax.key.value);
  const wanted = syntax.values.map(({ value }) => value);
  return {
    reason: "condition",
    operator: syntax.written,
    key: syntax.key.value,
    wanted,
    ...resolvedValues(wanted, statement.variables, context),
    seen: seen === undefined ? null : typeof seen === "string" ? [seen] : seen,
    position: statement.policy.positionOf(syntax.key.start),
  };
};

const resolvedValues = (
  values: readonly string[],
  variables: boolean,
  context: RequestContext,
): { readonly resolved?: readonly (string | null)[] } => {
  if (!variables || !values.some((value) => value.includes("${"))) return {};
  return {
    resolved: values.map((value) => {
      const text = parseText(value, { variables, wildcards: true });
      const result = typeof text === "object" ? resolve(text, context) : text;
      return result?.replaceAll(ANY_TEXT, "*").replaceAll(ANY_CHARACTER, "?") ?? null;
    }),
  };
};
