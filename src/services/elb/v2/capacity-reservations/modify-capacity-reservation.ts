import type {
  ModifyCapacityReservationInput,
  ModifyCapacityReservationOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../../../../operation/index.ts";
import { elbOperation } from "../elb-operation.ts";
import { validationError } from "../errors.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { loadBalancerTable } from "../load-balancers/table.ts";
import { needOn } from "../needs.ts";
import { capacityView } from "./capacity-view.ts";

/** Of an application load balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const LEAST_UNITS = 100;
const MOST_UNITS = 1500;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyCapacityReservation.html */
export const modifyCapacityReservation = elbOperation<
  ModifyCapacityReservationInput,
  ModifyCapacityReservationOutput
>("ModifyCapacityReservation", {
  needs: (context, action) => needOn(context, action, "load balancer", context.input.LoadBalancerArn),
  run: ({ input, scope, state, world }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
    const { ResetCapacityReservation: reset = false, MinimumLoadBalancerCapacity: minimum } = input;
    if (reset === (minimum !== undefined))
      throw validationError(
        "You must specify either a minimum load balancer capacity or a reset of the capacity reservation",
      );
    const changed = {
      ...row,
      capacityReservation: {
        ...(reset ? {} : { units: checkedUnits(minimum?.CapacityUnits) }),
        modifiedAt: world.now(),
      },
    };
    state.table(loadBalancerTable).put(changed);
    return capacityView(changed);
  },
});

const checkedUnits = (units: number | undefined): number => {
  if (units === undefined || units < LEAST_UNITS)
    throw validationError(
      `The minimum load balancer capacity must be at least ${LEAST_UNITS} capacity units`,
    );
  if (units > MOST_UNITS)
    throw new AwsError(
      "CapacityUnitsLimitExceeded",
      `You've exceeded the capacity units limit of ${MOST_UNITS}`,
    );
  return units;
};
