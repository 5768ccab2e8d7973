import type { DeleteAccessPointInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { forgetInstances } from "../instances/registered-instances.ts";
import { classicKey, classicLoadBalancerTable } from "../table.ts";
import { findLoadBalancer, onLoadBalancer } from "./find-load-balancer.ts";

/**
 * Deletes a load balancer; succeeds when there is none.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancer.html
 */
export const deleteLoadBalancer = classicOperation<DeleteAccessPointInput>("DeleteLoadBalancer", {
  needs: onLoadBalancer,
  run: ({ input, scope, state }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerName);
    if (row === undefined) return {};
    forgetInstances(state, row);
    state.table(classicLoadBalancerTable).delete(classicKey(row));
    return {};
  },
});
