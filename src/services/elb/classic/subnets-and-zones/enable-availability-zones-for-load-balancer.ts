import type {
  AddAvailabilityZonesInput,
  AddAvailabilityZonesOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { attach } from "./attachments.ts";
import { subnetsOfZones } from "./subnets.ts";

/**
 * In a default VPC, a zone stands for its default subnet.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_EnableAvailabilityZonesForLoadBalancer.html
 */
export const enableAvailabilityZonesForLoadBalancer = classicOperation<
  AddAvailabilityZonesInput,
  AddAvailabilityZonesOutput
>("EnableAvailabilityZonesForLoadBalancer", {
  needs: onLoadBalancer,
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const subnets = attach(state, row, subnetsOfZones(scope, input.AvailabilityZones));
    return { AvailabilityZones: subnets.map(({ zoneName }) => zoneName) };
  },
});
