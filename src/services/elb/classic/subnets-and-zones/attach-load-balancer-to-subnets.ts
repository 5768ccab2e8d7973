import type {
  AttachLoadBalancerToSubnetsInput,
  AttachLoadBalancerToSubnetsOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { attach } from "./attachments.ts";
import { namedSubnets } from "./subnets.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_AttachLoadBalancerToSubnets.html */
export const attachLoadBalancerToSubnets = classicOperation<
  AttachLoadBalancerToSubnetsInput,
  AttachLoadBalancerToSubnetsOutput
>("AttachLoadBalancerToSubnets", {
  needs: (context, action) => ({
    ...onLoadBalancer(context, action),
    context: { "elasticloadbalancing:Subnet": context.input.Subnets },
  }),
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const subnets = attach(state, row, namedSubnets(scope, input.Subnets));
    return { Subnets: subnets.map(({ subnetId }) => subnetId) };
  },
});
