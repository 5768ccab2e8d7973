import type {
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { nextMarker, paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { loadBalancerNamesNotFound, validationError } from "../errors.ts";
import { onEverything } from "../needs.ts";
import { findLoadBalancer, loadBalancersIn } from "./find-load-balancer.ts";
import { loadBalancerView } from "./load-balancer-view.ts";

/** The most that one call may name. */
const MOST_NAMED = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export const describeLoadBalancers = elbOperation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>(
  "DescribeLoadBalancers",
  {
    needs: onEverything,
    run: ({ input, scope, state }) => {
      const { LoadBalancerArns: arns = [], Names: names = [] } = input;
      if (arns.length > 0 && names.length > 0)
        throw validationError(
          "Load balancer names and load balancer ARNs cannot be specified at the same time",
        );
      if (Math.max(arns.length, names.length) > MOST_NAMED)
        throw validationError(
          `The maximum number of load balancers that can be specified is '${MOST_NAMED}'`,
        );
      const all = [...loadBalancersIn(state, scope)];
      const missing = names.filter((wanted) => !all.some(({ name }) => name === wanted));
      if (missing.length > 0) throw loadBalancerNamesNotFound(missing);
      const found =
        arns.length > 0
          ? [...new Set(arns)].map((arn) => findLoadBalancer(state, scope, arn))
          : all.filter(({ name }) => names.length === 0 || names.includes(name));
      const page = paged(found, input, (row) => row.arn);
      return { LoadBalancers: page.items.map(loadBalancerView), ...nextMarker(page) };
    },
  },
);
