import type { ModifyIpPoolsInput, ModifyIpPoolsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { invalidConfiguration, notCarried } from "../errors.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { needOn } from "../needs.ts";

/**
 * There is no address management here: no load balancer has a pool, and removing one that is not there is done.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyIpPools.html
 */
export const modifyIpPools = elbOperation<ModifyIpPoolsInput, ModifyIpPoolsOutput>("ModifyIpPools", {
  needs: (context, action) => needOn(context, action, "load balancer", context.input.LoadBalancerArn),
  run: ({ input, scope, state }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
    if (row.type !== "application")
      throw invalidConfiguration(`IPAM pools are not supported for load balancers with type '${row.type}'`);
    if (input.IpamPools?.Ipv4IpamPoolId !== undefined) throw notCarried("IPAM pools");
    return { IpamPools: {} };
  },
});
