import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { attributesView } from "./attributes-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerAttributes.html */
export const describeLoadBalancerAttributes = classicOperation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
>("DescribeLoadBalancerAttributes", {
  needs: onEverything,
  run: ({ input, scope, state }) => ({
    LoadBalancerAttributes: attributesView(requireLoadBalancer(state, scope, input.LoadBalancerName)),
  }),
});
