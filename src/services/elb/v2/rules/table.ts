import type { Action, RuleCondition, RuleTransform } from "@aws-sdk/client-elastic-load-balancing-v2";
import { defineTable } from "../../../../state/index.ts";
import { forwardedTo } from "../listeners/table.ts";

/** A rule of a listener; the default rule is the listener's own default actions and has no row. */
export type RuleRow = {
  readonly arn: string;
  readonly listenerArn: string;
  /** From 1 to 50,000; unique within the listener. The lowest that matches decides. */
  readonly priority: number;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
  readonly transforms: readonly RuleTransform[];
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
};

/** The rules. `targetGroup` are the ARNs that its actions forward to. */
export const ruleTable = defineTable<RuleRow>()({
  name: "elbv2.rules",
  key: (row) => row.arn,
  indexes: {
    listener: (row) => row.listenerArn,
    targetGroup: (row) => forwardedTo(row.actions),
  },
});
