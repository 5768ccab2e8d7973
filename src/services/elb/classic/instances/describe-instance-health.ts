import type {
  DescribeEndPointStateInput,
  DescribeEndPointStateOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { instanceNotFound } from "../errors.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { findInstance, instanceHealth, instanceStateView } from "./instance-health.ts";
import { knownInstances } from "./registered-instances.ts";

/**
 * The health of a load balancer's instances, or of the given ones, also when they are no longer registered. That of
 * terminated ones is not told.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeInstanceHealth.html
 */
export const describeInstanceHealth = classicOperation<
  DescribeEndPointStateInput,
  DescribeEndPointStateOutput
>("DescribeInstanceHealth", {
  needs: onEverything,
  run: ({ input, scope, state, world }) => {
    const loadBalancer = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const rows = new Map(
      knownInstances(state, loadBalancer, world.now()).map((row) => [row.instanceId, row]),
    );
    const asked = (input.Instances ?? []).map(({ InstanceId = "" }) => InstanceId);
    const states = (asked.length === 0 ? [...rows.keys()] : [...new Set(asked)]).map((id) => {
      const instance = findInstance(state, scope, id);
      if (instance === undefined) throw instanceNotFound(id);
      return { instance, health: instanceHealth(loadBalancer, instance, rows.get(id)) };
    });
    return {
      InstanceStates: states
        .filter(({ instance }) => instance.state !== "terminated")
        .map(({ instance, health }) => instanceStateView(instance.id, health)),
    };
  },
});
