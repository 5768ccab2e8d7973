import type {
  ApplySecurityGroupsToLoadBalancerInput,
  ApplySecurityGroupsToLoadBalancerOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { invalidConfiguration } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { securityGroupsOf } from "./subnets.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ApplySecurityGroupsToLoadBalancer.html */
export const applySecurityGroupsToLoadBalancer = classicOperation<
  ApplySecurityGroupsToLoadBalancerInput,
  ApplySecurityGroupsToLoadBalancerOutput
>("ApplySecurityGroupsToLoadBalancer", {
  needs: (context, action) => ({
    ...onLoadBalancer(context, action),
    context: { "elasticloadbalancing:SecurityGroup": context.input.SecurityGroups },
  }),
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    if (input.SecurityGroups.length === 0)
      throw invalidConfiguration("A load balancer in a VPC must have at least one security group");
    const securityGroups = securityGroupsOf(scope, input.SecurityGroups);
    state.table(classicLoadBalancerTable).put({ ...row, securityGroups });
    return { SecurityGroups: securityGroups };
  },
});
