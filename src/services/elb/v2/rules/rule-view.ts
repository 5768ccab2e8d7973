import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListenerRow } from "../listeners/table.ts";
import { defaultRuleArn } from "./default-rule.ts";
import type { RuleRow } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html */
export const ruleView = (row: RuleRow): Rule => ({
  RuleArn: row.arn,
  Priority: String(row.priority),
  Conditions: [...row.conditions],
  Actions: [...row.actions],
  IsDefault: false,
  ...(row.transforms.length === 0 ? {} : { Transforms: [...row.transforms] }),
});

/** A listener's default rule, as rules are shown. */
export const defaultRuleView = (listener: ListenerRow): Rule => ({
  RuleArn: defaultRuleArn(listener.arn),
  Priority: "default",
  Conditions: [],
  Actions: [...listener.defaultActions],
  IsDefault: true,
});
