import type {
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { operationNotPermitted } from "../errors.ts";
import { removeListener } from "../listeners/remove-listener.ts";
import { listenerTable } from "../listeners/table.ts";
import { needOn } from "../needs.ts";
import { loadBalancerTable } from "./table.ts";

/**
 * A load balancer that is not there is as good as deleted; its target groups stay.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
 */
export const deleteLoadBalancer = elbOperation<DeleteLoadBalancerInput, DeleteLoadBalancerOutput>(
  "DeleteLoadBalancer",
  {
    needs: (context, action) => needOn(context, action, "load balancer", context.input.LoadBalancerArn),
    run: ({ input, state }) => {
      const row = state.table(loadBalancerTable).get(input.LoadBalancerArn);
      if (row === undefined) return {};
      if (row.attributes["deletion_protection.enabled"] === "true")
        throw operationNotPermitted(
          `Load balancer '${row.arn}' cannot be deleted because deletion protection is enabled`,
        );
      for (const listener of [...state.table(listenerTable).by("loadBalancer", row.arn)])
        removeListener(state, listener);
      state.table(loadBalancerTable).delete(row.arn);
      return {};
    },
  },
);
