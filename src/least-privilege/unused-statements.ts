import {
  compilePolicy,
  type DecidingStatement,
  decide,
  type PolicyOrigin,
  policySet,
} from "../authorization/index.ts";
import { questionOf } from "./call.ts";
import { statementKey } from "./statement-key.ts";
import type { GrantingStatement } from "./used.ts";

/** A policy that a principal has, as it is written now. */
export type CurrentPolicy = { readonly document: string; readonly origin: PolicyOrigin };

/**
 * The statements of the current policies that grant something and granted none of the recorded calls, in their
 * order. Calls that a statement granted which is there no more count for the one that grants them now.
 */
export const unusedStatements = (
  current: readonly CurrentPolicy[],
  granting: readonly GrantingStatement[],
): readonly DecidingStatement[] => {
  const policies = current.map(({ document, origin }) => compilePolicy(document, origin));
  const statements = policies
    .flatMap((policy) => policy.statements.flatMap(({ deciding }) => deciding))
    .filter(({ effect }) => effect === "Allow");
  const present = new Set(statements.map(statementKey));
  const layers = { identity: policySet(policies) };
  const used = new Set<string>();
  for (const { statement, calls } of granting) {
    const key = statementKey(statement);
    if (present.has(key)) used.add(key);
    else
      for (const call of calls) {
        const decision = decide(questionOf(call), layers);
        if (decision.allowed) for (const each of decision.statements) used.add(statementKey(each));
      }
  }
  return statements.filter((statement) => !used.has(statementKey(statement)));
};
