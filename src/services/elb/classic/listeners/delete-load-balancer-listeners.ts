import type { DeleteLoadBalancerListenerInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";

/**
 * Deletes the listeners of the given ports; one that is not there is no error.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancerListeners.html
 */
export const deleteLoadBalancerListeners = classicOperation<DeleteLoadBalancerListenerInput>(
  "DeleteLoadBalancerListeners",
  {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const gone = new Set(input.LoadBalancerPorts);
      const listeners = row.listeners.filter(({ loadBalancerPort }) => !gone.has(loadBalancerPort));
      if (listeners.length < row.listeners.length)
        state.table(classicLoadBalancerTable).put({ ...row, listeners });
      return {};
    },
  },
);
