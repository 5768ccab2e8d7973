import type { AddTagsInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { tagRecord, withTags } from "./checked-tags.ts";
import { onLoadBalancers } from "./on-load-balancers.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_AddTags.html */
export const addTags = classicOperation<AddTagsInput>("AddTags", {
  needs: (context, action) =>
    onLoadBalancers(context, action).map((need) => ({ ...need, requestTags: tagRecord(context.input.Tags) })),
  run: ({ input, scope, state }) => {
    for (const name of input.LoadBalancerNames) {
      const row = requireLoadBalancer(state, scope, name);
      state.table(classicLoadBalancerTable).put({ ...row, tags: withTags(row.tags, input.Tags) });
    }
    return {};
  },
});
