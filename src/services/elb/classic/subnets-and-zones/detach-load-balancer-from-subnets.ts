import type {
  DetachLoadBalancerFromSubnetsInput,
  DetachLoadBalancerFromSubnetsOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { detach } from "./attachments.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DetachLoadBalancerFromSubnets.html */
export const detachLoadBalancerFromSubnets = classicOperation<
  DetachLoadBalancerFromSubnetsInput,
  DetachLoadBalancerFromSubnetsOutput
>("DetachLoadBalancerFromSubnets", {
  needs: onLoadBalancer,
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const subnets = detach(state, row, ({ subnetId }) => input.Subnets.includes(subnetId));
    return { Subnets: subnets.map(({ subnetId }) => subnetId) };
  },
});
