import type {
  DescribeRulesInput,
  DescribeRulesOutput,
  Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { nextMarker, paged } from "../../paging.ts";
import { checkedArn } from "../arns.ts";
import { elbOperation } from "../elb-operation.ts";
import { rulesNotFound, validationError } from "../errors.ts";
import { findListener } from "../listeners/find-listener.ts";
import { listenerTable } from "../listeners/table.ts";
import { onEverything } from "../needs.ts";
import { isDefaultRule, listenerArnOf } from "./default-rule.ts";
import { defaultRuleView, ruleView } from "./rule-view.ts";
import { ruleTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
export const describeRules = elbOperation<DescribeRulesInput, DescribeRulesOutput>("DescribeRules", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const { ListenerArn: arn, RuleArns: arns = [] } = input;
    if (arn === undefined && arns.length === 0)
      throw validationError("You must specify either listener rule ARNs or a listener ARN");
    if (arn !== undefined && arns.length > 0)
      throw validationError("You cannot specify both listener rule ARNs and a listener ARN");
    const found =
      arn === undefined
        ? [...new Set(arns)].map((each) => namedRule(state, scope, each))
        : rulesOf(state, scope, arn);
    const page = paged(found, input, placeOf);
    return { Rules: page.items, ...nextMarker(page) };
  },
});

/** Rules come in the order of their priorities, the default one last. */
const placeOf = ({ Priority = "", RuleArn }: Rule): string => `${Priority.padStart(8, "0")} ${RuleArn}`;

const rulesOf = (state: Reader, scope: Scope, listenerArn: string): readonly Rule[] => {
  const listener = findListener(state, scope, listenerArn);
  return [
    ...Array.from(state.table(ruleTable).by("listener", listener.arn), ruleView),
    defaultRuleView(listener),
  ];
};

const namedRule = (state: Reader, scope: Scope, arn: string): Rule => {
  const row = state.table(ruleTable).get(checkedArn(scope, "listener rule", arn));
  if (row !== undefined) return ruleView(row);
  const listener = isDefaultRule(arn) ? state.table(listenerTable).get(listenerArnOf(arn)) : undefined;
  if (listener === undefined) throw rulesNotFound();
  return defaultRuleView(listener);
};
