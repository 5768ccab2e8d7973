import type { ModifyRuleInput, ModifyRuleOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkedActions } from "../actions/checked-actions.ts";
import { elbOperation } from "../elb-operation.ts";
import { validationError } from "../errors.ts";
import { loadBalancerOf } from "../listeners/find-listener.ts";
import { forwardedTo } from "../listeners/table.ts";
import { needOn } from "../needs.ts";
import { settleUse } from "../target-groups/use.ts";
import { checkedConditions } from "./conditions.ts";
import { findRule, listenerOf } from "./find-rule.ts";
import { ruleView } from "./rule-view.ts";
import { ruleTable } from "./table.ts";
import { checkedTransforms } from "./transforms.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export const modifyRule = elbOperation<ModifyRuleInput, ModifyRuleOutput>("ModifyRule", {
  needs: (context, action) => needOn(context, action, "listener rule", context.input.RuleArn),
  run: ({ input, scope, state }) => {
    const present = findRule(state, scope, input.RuleArn, "modified");
    const { Transforms: transforms, ResetTransforms: reset = false } = input;
    if (reset && transforms !== undefined)
      throw validationError("You cannot specify both transforms and a reset of them");
    const listener = listenerOf(state, present);
    const place = {
      state,
      scope,
      loadBalancer: loadBalancerOf(state, listener),
      protocol: listener.protocol,
    };
    const row = {
      ...present,
      ...(input.Conditions === undefined ? {} : { conditions: checkedConditions(input.Conditions) }),
      ...(input.Actions === undefined ? {} : { actions: checkedActions(place, input.Actions) }),
      ...(transforms === undefined ? {} : { transforms: checkedTransforms(transforms) }),
      ...(reset ? { transforms: [] } : {}),
    };
    state.table(ruleTable).put(row);
    settleUse(state, [...forwardedTo(present.actions), ...forwardedTo(row.actions)]);
    return { Rules: [ruleView(row)] };
  },
});
