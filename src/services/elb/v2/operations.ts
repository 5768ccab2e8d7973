import type { AnyOperation } from "../../../operation/index.ts";
import { createListener } from "./listeners/create-listener.ts";
import { deleteListener } from "./listeners/delete-listener.ts";
import { describeListeners } from "./listeners/describe-listeners.ts";
import { modifyListener } from "./listeners/modify-listener.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { deleteLoadBalancer } from "./load-balancers/delete-load-balancer.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { createRule } from "./rules/create-rule.ts";
import { deleteRule } from "./rules/delete-rule.ts";
import { describeRules } from "./rules/describe-rules.ts";
import { modifyRule } from "./rules/modify-rule.ts";
import { setRulePriorities } from "./rules/set-rule-priorities.ts";
import { createTargetGroup } from "./target-groups/create-target-group.ts";
import { deleteTargetGroup } from "./target-groups/delete-target-group.ts";
import { describeTargetGroups } from "./target-groups/describe-target-groups.ts";
import { modifyTargetGroup } from "./target-groups/modify-target-group.ts";
import { deregisterTargets } from "./targets/deregister-targets.ts";
import { describeTargetHealth } from "./targets/describe-target-health.ts";
import { registerTargets } from "./targets/register-targets.ts";

/** Every operation of Elastic Load Balancing 2015-12-01. */
export const operations: readonly AnyOperation[] = [
  createLoadBalancer,
  describeLoadBalancers,
  deleteLoadBalancer,
  createTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
  deleteTargetGroup,
  registerTargets,
  deregisterTargets,
  describeTargetHealth,
  createListener,
  describeListeners,
  modifyListener,
  deleteListener,
  createRule,
  describeRules,
  modifyRule,
  deleteRule,
  setRulePriorities,
];
