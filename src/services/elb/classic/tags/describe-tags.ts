import type { DescribeTagsInput, DescribeTagsOutput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeTags.html */
export const describeTags = classicOperation<DescribeTagsInput, DescribeTagsOutput>("DescribeTags", {
  needs: onEverything,
  run: ({ input, scope, state }) => ({
    TagDescriptions: [...new Set(input.LoadBalancerNames)].map((name) => ({
      LoadBalancerName: name,
      Tags: Object.entries(requireLoadBalancer(state, scope, name).tags).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    })),
  }),
});
