import type { CreateLBCookieStickinessPolicyInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { withPolicy } from "./new-policy.ts";

/**
 * Without an expiration period, sessions last as long as the browser's.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLBCookieStickinessPolicy.html
 */
export const createLbCookieStickinessPolicy = classicOperation<CreateLBCookieStickinessPolicyInput>(
  "CreateLBCookieStickinessPolicy",
  {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const period = input.CookieExpirationPeriod;
      const changed = withPolicy(row, {
        name: input.PolicyName,
        type: "LBCookieStickinessPolicyType",
        attributes:
          period === undefined
            ? []
            : [{ AttributeName: "CookieExpirationPeriod", AttributeValue: String(period) }],
      });
      state.table(classicLoadBalancerTable).put(changed);
      return {};
    },
  },
);
