import type {
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { onEverything } from "../needs.ts";
import { capacityView } from "./capacity-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeCapacityReservation.html */
export const describeCapacityReservation = elbOperation<
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput
>("DescribeCapacityReservation", {
  needs: onEverything,
  run: ({ input, scope, state }) => capacityView(findLoadBalancer(state, scope, input.LoadBalancerArn)),
});
