import type { RemoveTagsInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { onLoadBalancers } from "./on-load-balancers.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RemoveTags.html */
export const removeTags = classicOperation<RemoveTagsInput>("RemoveTags", {
  needs: (context, action) =>
    onLoadBalancers(context, action).map((need) => ({
      ...need,
      context: { "aws:TagKeys": context.input.Tags.map(({ Key = "" }) => Key) },
    })),
  run: ({ input, scope, state }) => {
    const gone = new Set(input.Tags.map(({ Key }) => Key));
    for (const name of input.LoadBalancerNames) {
      const row = requireLoadBalancer(state, scope, name);
      const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key)));
      state.table(classicLoadBalancerTable).put({ ...row, tags });
    }
    return {};
  },
});
