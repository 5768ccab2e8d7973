import type { DeleteRuleInput, DeleteRuleOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { forwardedTo } from "../listeners/table.ts";
import { needOn } from "../needs.ts";
import { settleUse } from "../target-groups/use.ts";
import { findRule } from "./find-rule.ts";
import { ruleTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export const deleteRule = elbOperation<DeleteRuleInput, DeleteRuleOutput>("DeleteRule", {
  needs: (context, action) => needOn(context, action, "listener rule", context.input.RuleArn),
  run: ({ input, scope, state }) => {
    const row = findRule(state, scope, input.RuleArn, "deleted");
    state.table(ruleTable).delete(row.arn);
    settleUse(state, forwardedTo(row.actions));
    return {};
  },
});
