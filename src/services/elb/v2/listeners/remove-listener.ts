import type { Transaction } from "../../../../state/index.ts";
import { ruleTable } from "../rules/table.ts";
import { settleUse } from "../target-groups/use.ts";
import { forwardedTo, type ListenerRow, listenerTable } from "./table.ts";

/** Removes a listener with its rules; the targets that only it reached are unused from then on. */
export const removeListener = (state: Transaction, listener: ListenerRow): void => {
  const rules = state.table(ruleTable);
  const reached = new Set(forwardedTo(listener.defaultActions));
  for (const rule of [...rules.by("listener", listener.arn)]) {
    for (const arn of forwardedTo(rule.actions)) reached.add(arn);
    rules.delete(rule.arn);
  }
  state.table(listenerTable).delete(listener.arn);
  settleUse(state, reached);
};
