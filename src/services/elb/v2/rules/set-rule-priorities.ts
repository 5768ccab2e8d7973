import type {
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { priorityInUse, validationError } from "../errors.ts";
import { needOn } from "../needs.ts";
import { findRule } from "./find-rule.ts";
import { ruleView } from "./rule-view.ts";
import { type RuleRow, ruleTable } from "./table.ts";

/** Each is decided on, so that there is an end to them: no load balancer has more rules. */
const MOST_RULES = 100;

/**
 * Rules may take each other's places: only the outcome must have no priority twice.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
 */
export const setRulePriorities = elbOperation<SetRulePrioritiesInput, SetRulePrioritiesOutput>(
  "SetRulePriorities",
  {
    needs: (context, action) => {
      const { RulePriorities: pairs } = context.input;
      if (pairs.length === 0) throw validationError("At least one rule priority must be specified");
      if (pairs.length > MOST_RULES)
        throw validationError(`No more than ${MOST_RULES} rule priorities can be specified`);
      return pairs.map(({ RuleArn = "" }) => needOn(context, action, "listener rule", RuleArn));
    },
    run: ({ input, scope, state }) => {
      const table = state.table(ruleTable);
      const wanted = new Map<string, number>();
      for (const { RuleArn = "", Priority } of input.RulePriorities) {
        if (Priority === undefined) throw validationError("A rule priority must be specified");
        if (wanted.has(RuleArn))
          throw validationError(`Rule '${RuleArn}' cannot be specified more than once`);
        wanted.set(RuleArn, Priority);
      }
      const rows: readonly RuleRow[] = [...wanted].map(([arn, priority]) => ({
        ...findRule(state, scope, arn, "given a priority"),
        priority,
      }));
      const listeners = new Set(rows.map(({ listenerArn }) => listenerArn));
      if (listeners.size > 1) throw validationError("The rules must belong to the same listener");
      for (const row of rows) table.put(row);
      const taken = new Set<number>();
      for (const listener of listeners)
        for (const { priority } of table.by("listener", listener)) {
          if (taken.has(priority)) throw priorityInUse(priority);
          taken.add(priority);
        }
      return { Rules: rows.map(ruleView) };
    },
  },
);
