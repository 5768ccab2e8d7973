import type { DescribeCapacityReservationOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LoadBalancerRow } from "../load-balancers/table.ts";

/**
 * What is reserved for a load balancer. Nothing has to be made ready here: a reservation is there at once, spread
 * over the zones. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeCapacityReservation.html
 */
export const capacityView = ({
  capacityReservation: reservation,
  subnets,
}: LoadBalancerRow): DescribeCapacityReservationOutput => {
  if (reservation === undefined) return {};
  const { units, modifiedAt } = reservation;
  const seen = { LastModifiedTime: new Date(modifiedAt), DecreaseRequestsRemaining: 2 };
  if (units === undefined) return seen;
  return {
    ...seen,
    MinimumLoadBalancerCapacity: { CapacityUnits: units },
    CapacityReservationState: subnets.map(({ zoneName }) => ({
      State: { Code: "provisioned" },
      AvailabilityZone: zoneName,
      EffectiveCapacityUnits: units / subnets.length,
    })),
  };
};
