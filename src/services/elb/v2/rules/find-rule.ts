import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { checkedArn } from "../arns.ts";
import { operationNotPermitted, rulesNotFound } from "../errors.ts";
import { type ListenerRow, listenerTable } from "../listeners/table.ts";
import { isDefaultRule, listenerArnOf } from "./default-rule.ts";
import { type RuleRow, ruleTable } from "./table.ts";

/**
 * The rule that an ARN names, which is no default rule.
 *
 * @throws AwsError ValidationError, RuleNotFound, OperationNotPermitted for a default rule: `deed` says what for
 */
export const findRule = (state: Reader, scope: Scope, arn: string, deed: string): RuleRow => {
  const row = state.table(ruleTable).get(checkedArn(scope, "listener rule", arn));
  if (row !== undefined) return row;
  if (isDefaultRule(arn) && state.table(listenerTable).get(listenerArnOf(arn)) !== undefined)
    throw operationNotPermitted(`Default rule '${arn}' cannot be ${deed}`);
  throw rulesNotFound();
};

/** The listener of a rule. */
export const listenerOf = (state: Reader, rule: RuleRow): ListenerRow => {
  const row = state.table(listenerTable).get(rule.listenerArn);
  // A listener goes with its rules, in one transaction.
  if (row === undefined) throw new Error(`${rule.arn} has no listener`);
  return row;
};
