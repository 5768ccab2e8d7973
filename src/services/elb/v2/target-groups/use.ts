import type { Reader, Transaction } from "../../../../state/index.ts";
import { forwardedTo, listenerTable } from "../listeners/table.ts";
import { ruleTable } from "../rules/table.ts";
import { registrationHealth } from "../targets/health.ts";
import { targetTable } from "../targets/table.ts";

/** The ARNs of the load balancers whose listeners and rules forward to a target group, each once. */
export const loadBalancersOf = (state: Reader, targetGroupArn: string): readonly string[] => {
  const listeners = state.table(listenerTable);
  const found = new Set<string>();
  for (const listener of listeners.by("targetGroup", targetGroupArn)) found.add(listener.loadBalancerArn);
  for (const rule of state.table(ruleTable).by("targetGroup", targetGroupArn)) {
    const listener = listeners.get(rule.listenerArn);
    if (listener !== undefined) found.add(listener.loadBalancerArn);
  }
  return [...found];
};

/** The ARNs of the target groups that a load balancer's listeners and rules forward to, each once. */
export const targetGroupsOf = (state: Reader, loadBalancerArn: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const listener of state.table(listenerTable).by("loadBalancer", loadBalancerArn)) {
    for (const arn of forwardedTo(listener.defaultActions)) found.add(arn);
    for (const rule of state.table(ruleTable).by("listener", listener.arn))
      for (const arn of forwardedTo(rule.actions)) found.add(arn);
  }
  return found;
};

/** Whether any listener or rule forwards to a target group. */
export const isInUse = (state: Reader, targetGroupArn: string): boolean =>
  state.table(listenerTable).countBy("targetGroup", targetGroupArn) > 0 ||
  state.table(ruleTable).countBy("targetGroup", targetGroupArn) > 0;

/**
 * Settles the health of the targets of target groups that listeners or rules began or ceased to forward to:
 * without traffic a target is `unused`, and with the first of it registration begins.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-states
 */
export const settleUse = (state: Transaction, targetGroupArns: Iterable<string>): void => {
  const targets = state.table(targetTable);
  for (const arn of new Set(targetGroupArns)) {
    const used = isInUse(state, arn);
    for (const target of [...targets.by("group", arn)]) {
      if (target.health.state === "draining" || used === (target.health.reason !== "Target.NotInUse"))
        continue;
      targets.put({ ...target, health: registrationHealth(used) });
    }
  }
};
