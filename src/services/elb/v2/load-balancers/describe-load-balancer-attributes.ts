import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";
import { loadBalancerAttributeRules } from "./attributes.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancerAttributes.html */
export const describeLoadBalancerAttributes = elbOperation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
>("DescribeLoadBalancerAttributes", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
    return { Attributes: attributeList(loadBalancerAttributeRules(row), row.attributes) };
  },
});
