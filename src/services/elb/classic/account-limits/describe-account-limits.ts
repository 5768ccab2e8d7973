import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { paged } from "../../paging.ts";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { QUOTAS } from "../quotas.ts";

const LIMITS = [
  { Name: "classic-listeners", Max: String(QUOTAS.listeners) },
  { Name: "classic-load-balancers", Max: String(QUOTAS.loadBalancers) },
  { Name: "classic-registered-instances", Max: String(QUOTAS.registeredInstances) },
];

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeAccountLimits.html */
export const describeAccountLimits = classicOperation<
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput
>("DescribeAccountLimits", {
  needs: onEverything,
  run: ({ input }) => {
    const { items, ...next } = paged(LIMITS, input, ({ Name }) => Name);
    return { Limits: items, ...next };
  },
});
