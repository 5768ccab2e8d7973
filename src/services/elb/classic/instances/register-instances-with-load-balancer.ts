import type { RegisterEndPointsInput, RegisterEndPointsOutput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { instanceNotFound, tooManyInstances } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { QUOTAS } from "../quotas.ts";
import { classicInstanceTable, classicKey } from "../table.ts";
import { findInstance, HEALTH } from "./instance-health.ts";
import { classicInstanceKey, forgetGoneInstances, registeredInstances } from "./registered-instances.ts";

/**
 * Registers instances; those that are registered already stay as they are, one that connection draining still holds
 * comes back. Answers all that are registered.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html
 */
export const registerInstancesWithLoadBalancer = classicOperation<
  RegisterEndPointsInput,
  RegisterEndPointsOutput
>("RegisterInstancesWithLoadBalancer", {
  needs: onLoadBalancer,
  run: ({ input, scope, state, world }) => {
    const loadBalancer = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const now = world.now();
    const ids = input.Instances.map(({ InstanceId = "" }) => InstanceId);
    for (const id of ids) {
      const instance = findInstance(state, scope, id);
      if (instance === undefined || instance.state === "terminated") throw instanceNotFound(id);
    }
    forgetGoneInstances(state, loadBalancer, now);
    const instances = state.table(classicInstanceTable);
    for (const instanceId of ids) {
      const there = instances.get(classicInstanceKey(loadBalancer, instanceId));
      if (there !== undefined && there.deregisteredAt === undefined) continue;
      instances.put({
        loadBalancer: classicKey(loadBalancer),
        instanceId,
        registeredAt: now,
        ...HEALTH.registering,
      });
    }
    const registered = registeredInstances(state, loadBalancer, now);
    if (registered.length > QUOTAS.registeredInstances) throw tooManyInstances(QUOTAS.registeredInstances);
    return { Instances: registered.map(({ instanceId }) => ({ InstanceId: instanceId })) };
  },
});
