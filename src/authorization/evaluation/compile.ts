import { readDocument, refusalsOf } from "../language/document.ts";
import { type CompleteStatement, completeStatements } from "../language/required-elements.ts";
import { type ActionMatcher, compileAction } from "../matching/match-action.ts";
import { type ConditionMatcher, compileCondition } from "../matching/match-condition.ts";
import { compilePrincipal, type PrincipalMatcher } from "../matching/match-principal.ts";
import { compileResource, type ResourceMatcher } from "../matching/match-resource.ts";
import type { DecidingStatement, PolicyOrigin, Position } from "../types.ts";
import { quoteStatement, type StatementQuote } from "./quote.ts";

/** One policy document, ready to be evaluated. Opaque: make it with {@link compilePolicy}, pass it to `policySet`. */
export type CompiledPolicy = {
  readonly origin: PolicyOrigin;
  /** The document as it was written. */
  readonly source: string;
  readonly statements: readonly CompiledStatement[];
  readonly positionOf: (offset: number) => Position;
};

/** One statement, ready to be evaluated. */
export type CompiledStatement = {
  readonly policy: CompiledPolicy;
  readonly allows: boolean;
  readonly action: ActionMatcher;
  /** Undefined in a resource-based policy that names no resource: then the policy's own is meant. */
  readonly resource: ResourceMatcher | undefined;
  readonly principal: PrincipalMatcher | undefined;
  readonly conditions: readonly ConditionMatcher[];
  readonly syntax: CompleteStatement;
  /** Whether the document's version knows policy variables. */
  readonly variables: boolean;
  /** What a decision says of it, made once so that deciding makes nothing. */
  readonly deciding: readonly [DecidingStatement];
  /** What an explanation quotes of it, made when the first one does. */
  readonly quote: () => StatementQuote;
};

/**
 * Compiles one policy document, once per version of it. Throws `PolicySyntaxError` when the document is not a
 * policy of its origin's kind; the further checks that AWS makes when a policy is written are `validatePolicy`'s.
 */
export const compilePolicy = (source: string, origin: PolicyOrigin): CompiledPolicy => {
  const document = readDocument(source, origin.kind);
  const complete = completeStatements(document, refusalsOf(origin.kind, document.positionOf));
  const variables = document.version === "2012-10-17";
  const statements: CompiledStatement[] = [];
  const policy: CompiledPolicy = { origin, source, statements, positionOf: document.positionOf };
  for (const statement of complete) statements.push(compileStatement(policy, statement, variables));
  return policy;
};

const compileStatement = (
  policy: CompiledPolicy,
  syntax: CompleteStatement,
  variables: boolean,
): CompiledStatement => {
  let quoted: StatementQuote | undefined;
  return {
    policy,
    allows: syntax.allows,
    action: compileAction(syntax.action),
    resource: syntax.resource && compileResource(syntax.resource, variables),
    principal: syntax.principal && compilePrincipal(syntax.principal),
    conditions: syntax.conditions.map((condition) => compileCondition(condition, variables)),
    syntax,
    variables,
    quote: () => {
      quoted ??= quoteStatement(syntax, variables, policy.positionOf);
      return quoted;
    },
    deciding: [
      {
        policy: policy.origin,
        ...(syntax.sid && { sid: syntax.sid.value }),
        index: syntax.index,
        effect: syntax.allows ? "Allow" : "Deny",
        start: policy.positionOf(syntax.start),
        end: policy.positionOf(syntax.end),
      },
    ],
  };
};
