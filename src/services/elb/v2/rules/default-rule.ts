import { createHash } from "node:crypto";
import { arnBelow } from "../arns.ts";

/** The ARN of a listener's default rule: it has no row, so its id follows from the listener's. */
export const defaultRuleArn = (listenerArn: string): string =>
  arnBelow(
    listenerArn,
    "listener-rule",
    createHash("sha256").update(`${listenerArn}/default`).digest("hex").slice(0, 16),
  );

/** The ARN of the listener that a rule's ARN is below. */
export const listenerArnOf = (ruleArn: string): string =>
  ruleArn.replace(":listener-rule/", ":listener/").replace(/\/[^/]+$/, "");

/** Whether an ARN is that of a default rule. */
export const isDefaultRule = (ruleArn: string): boolean => defaultRuleArn(listenerArnOf(ruleArn)) === ruleArn;
