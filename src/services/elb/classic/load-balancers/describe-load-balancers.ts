import type {
  DescribeAccessPointsInput,
  DescribeAccessPointsOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { paged } from "../../paging.ts";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { requireLoadBalancer } from "./find-load-balancer.ts";
import { loadBalancerView } from "./load-balancer-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html */
export const describeLoadBalancers = classicOperation<DescribeAccessPointsInput, DescribeAccessPointsOutput>(
  "DescribeLoadBalancers",
  {
    needs: onEverything,
    run: ({ input, scope, state, world }) => {
      const names = [...new Set(input.LoadBalancerNames)];
      const rows =
        names.length === 0
          ? state.table(classicLoadBalancerTable).by("scope", `${scope.accountId}/${scope.region}`)
          : names.map((name) => requireLoadBalancer(state, scope, name));
      const { items, ...next } = paged(rows, input, ({ name }) => name);
      return {
        LoadBalancerDescriptions: items.map((row) => loadBalancerView(state, row, world.now())),
        ...next,
      };
    },
  },
);
