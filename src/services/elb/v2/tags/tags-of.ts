import type { Reader, Transaction } from "../../../../state/index.ts";
import { type ListenerRow, listenerTable } from "../listeners/table.ts";
import { loadBalancerTable } from "../load-balancers/table.ts";
import { isDefaultRule, listenerArnOf } from "../rules/default-rule.ts";
import { ruleTable } from "../rules/table.ts";
import { targetGroupTable } from "../target-groups/table.ts";

type Tags = Readonly<Record<string, string>>;

/** The listener whose default rule an ARN names; undefined for other ARNs. */
const ofDefaultRule = (state: Reader, arn: string): ListenerRow | undefined =>
  arn.includes(":listener-rule/") && isDefaultRule(arn)
    ? state.table(listenerTable).get(listenerArnOf(arn))
    : undefined;

/** The tags of what an ARN names; undefined when there is no such thing. */
export const tagsOf = (state: Reader, arn: string): Tags | undefined => {
  const row =
    state.table(loadBalancerTable).get(arn) ??
    state.table(targetGroupTable).get(arn) ??
    state.table(listenerTable).get(arn) ??
    state.table(ruleTable).get(arn);
  if (row !== undefined) return row.tags;
  const listener = ofDefaultRule(state, arn);
  return listener === undefined ? undefined : (listener.defaultRuleTags ?? {});
};

/** Replaces the tags of what an ARN names; does nothing when there is no such thing. */
export const putTags = (state: Transaction, arn: string, tags: Tags): void => {
  for (const table of [loadBalancerTable, targetGroupTable, listenerTable, ruleTable]) {
    // INVARIANT: each of these tables' rows has tags, and the row goes back to the table it came from.
    const writer = state.table<{ readonly tags: Tags }, never>(table as never);
    const row = writer.get(arn);
    if (row !== undefined) writer.put({ ...row, tags });
  }
  const listener = ofDefaultRule(state, arn);
  if (listener !== undefined) state.table(listenerTable).put({ ...listener, defaultRuleTags: tags });
};
