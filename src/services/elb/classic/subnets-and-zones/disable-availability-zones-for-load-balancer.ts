import type {
  RemoveAvailabilityZonesInput,
  RemoveAvailabilityZonesOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { detach } from "./attachments.ts";

/**
 * Instances in a zone that is taken away go out of service.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DisableAvailabilityZonesForLoadBalancer.html
 */
export const disableAvailabilityZonesForLoadBalancer = classicOperation<
  RemoveAvailabilityZonesInput,
  RemoveAvailabilityZonesOutput
>("DisableAvailabilityZonesForLoadBalancer", {
  needs: onLoadBalancer,
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const subnets = detach(state, row, ({ zoneName }) => input.AvailabilityZones.includes(zoneName));
    return { AvailabilityZones: subnets.map(({ zoneName }) => zoneName) };
  },
});
