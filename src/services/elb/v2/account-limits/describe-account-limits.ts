import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { nextMarker, paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 */
const LIMITS: Readonly<Record<string, number>> = {
  "target-groups": 3000,
  "targets-per-application-load-balancer": 1000,
  "listeners-per-application-load-balancer": 50,
  "rules-per-application-load-balancer": 100,
  "network-load-balancers": 50,
  "targets-per-network-load-balancer": 3000,
  "targets-per-availability-zone-per-network-load-balancer": 500,
  "listeners-per-network-load-balancer": 50,
  "condition-values-per-alb-rule": 5,
  "condition-wildcards-per-alb-rule": 5,
  "target-groups-per-action-on-application-load-balancer": 5,
  "target-groups-per-action-on-network-load-balancer": 1,
  "target-groups-per-application-load-balancer": 100,
  "targets-per-target-group": 1000,
  "certificates-per-application-load-balancer": 25,
  "certificates-per-network-load-balancer": 25,
  "targets-per-certificate-per-network-load-balancer": 500,
  "application-load-balancers": 50,
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html */
export const describeAccountLimits = elbOperation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput>(
  "DescribeAccountLimits",
  {
    needs: onEverything,
    run: ({ input }) => {
      const page = paged(Object.entries(LIMITS), input, ([name]) => name);
      return { Limits: page.items.map(([Name, max]) => ({ Name, Max: String(max) })), ...nextMarker(page) };
    },
  },
);
