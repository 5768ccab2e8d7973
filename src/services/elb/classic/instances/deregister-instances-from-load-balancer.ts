import type {
  DeregisterEndPointsInput,
  DeregisterEndPointsOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { instanceNotFound } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicInstanceTable } from "../table.ts";
import { findInstance } from "./instance-health.ts";
import { classicInstanceKey, forgetGoneInstances, registeredInstances } from "./registered-instances.ts";

/**
 * Deregisters instances, with connection draining if the load balancer has it. One that is not registered is no
 * error, one that does not exist is. Answers those that remain.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeregisterInstancesFromLoadBalancer.html
 */
export const deregisterInstancesFromLoadBalancer = classicOperation<
  DeregisterEndPointsInput,
  DeregisterEndPointsOutput
>("DeregisterInstancesFromLoadBalancer", {
  needs: onLoadBalancer,
  run: ({ input, scope, state, world }) => {
    const loadBalancer = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const now = world.now();
    const instances = state.table(classicInstanceTable);
    for (const { InstanceId: id = "" } of input.Instances) {
      const key = classicInstanceKey(loadBalancer, id);
      const row = instances.get(key);
      if (row === undefined) {
        if (findInstance(state, scope, id) === undefined) throw instanceNotFound(id);
      } else if (!loadBalancer.attributes.connectionDraining.enabled) instances.delete(key);
      else if (row.deregisteredAt === undefined) instances.put({ ...row, deregisteredAt: now });
    }
    forgetGoneInstances(state, loadBalancer, now);
    return {
      Instances: registeredInstances(state, loadBalancer, now).map(({ instanceId }) => ({
        InstanceId: instanceId,
      })),
    };
  },
});
