import type { CreateAppCookieStickinessPolicyInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { withPolicy } from "./new-policy.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateAppCookieStickinessPolicy.html */
export const createAppCookieStickinessPolicy = classicOperation<CreateAppCookieStickinessPolicyInput>(
  "CreateAppCookieStickinessPolicy",
  {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const changed = withPolicy(row, {
        name: input.PolicyName,
        type: "AppCookieStickinessPolicyType",
        attributes: [{ AttributeName: "CookieName", AttributeValue: input.CookieName }],
      });
      state.table(classicLoadBalancerTable).put(changed);
      return {};
    },
  },
);
