import type { CreateRuleInput, CreateRuleOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Reader } from "../../../../state/index.ts";
import { checkedActions } from "../actions/checked-actions.ts";
import { arnBelow, newId } from "../arns.ts";
import { elbOperation } from "../elb-operation.ts";
import { invalidConfiguration, priorityInUse, tooMany } from "../errors.ts";
import { findListener, loadBalancerOf } from "../listeners/find-listener.ts";
import { forwardedTo, listenerTable } from "../listeners/table.ts";
import { creationNeeds, needOn } from "../needs.ts";
import { withTags } from "../tags/tag-list.ts";
import { settleUse } from "../target-groups/use.ts";
import { checkedConditions } from "./conditions.ts";
import { ruleView } from "./rule-view.ts";
import { type RuleRow, ruleTable } from "./table.ts";
import { checkedTransforms } from "./transforms.ts";

/** Of a load balancer, default rules not counted. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_RULES = 100;

const rulesOf = (state: Reader, loadBalancerArn: string): number => {
  let count = 0;
  for (const listener of state.table(listenerTable).by("loadBalancer", loadBalancerArn))
    count += state.table(ruleTable).countBy("listener", listener.arn);
  return count;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const createRule = elbOperation<CreateRuleInput, CreateRuleOutput>("CreateRule", {
  needs: (context, action) => {
    const { ListenerArn: arn, Tags } = context.input;
    const need = needOn(context, action, "listener", arn);
    return creationNeeds(need, "CreateRule", Tags, arnBelow(arn, "listener-rule", "*"));
  },
  run: ({ input, scope, state, world }) => {
    const listener = findListener(state, scope, input.ListenerArn);
    const loadBalancer = loadBalancerOf(state, listener);
    if (loadBalancer.type !== "application")
      throw invalidConfiguration(
        `Rules are not supported for load balancers with type '${loadBalancer.type}'`,
      );
    const table = state.table(ruleTable);
    for (const { priority } of table.by("listener", listener.arn))
      if (priority === input.Priority) throw priorityInUse(priority);
    if (rulesOf(state, loadBalancer.arn) >= MOST_RULES)
      throw tooMany("TooManyRules", `rules of load balancer '${loadBalancer.arn}'`, MOST_RULES);
    const { protocol } = listener;
    const row: RuleRow = {
      arn: arnBelow(listener.arn, "listener-rule", newId(world)),
      listenerArn: listener.arn,
      priority: input.Priority,
      conditions: checkedConditions(input.Conditions),
      actions: checkedActions({ state, scope, loadBalancer, protocol }, input.Actions),
      transforms: checkedTransforms(input.Transforms ?? []),
      createdAt: world.now(),
      tags: withTags({}, input.Tags),
    };
    table.put(row);
    settleUse(state, forwardedTo(row.actions));
    return { Rules: [ruleView(row)] };
  },
});
