import type { CreateLoadBalancerPolicyInput } from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { withPolicy } from "./new-policy.ts";
import { REFERENCE } from "./ssl-attributes.ts";

/** The predefined security policies that a request refers to. */
const securityPoliciesOf = ({
  PolicyAttributes = [],
}: Given<CreateLoadBalancerPolicyInput>): readonly string[] | undefined => {
  const names = PolicyAttributes.flatMap(({ AttributeName, AttributeValue = "" }) =>
    AttributeName === REFERENCE ? [AttributeValue] : [],
  );
  return names.length === 0 ? undefined : names;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancerPolicy.html */
export const createLoadBalancerPolicy = classicOperation<CreateLoadBalancerPolicyInput>(
  "CreateLoadBalancerPolicy",
  {
    needs: (context, action) => ({
      ...onLoadBalancer(context, action),
      context: { "elasticloadbalancing:SecurityPolicy": securityPoliciesOf(context.input) },
    }),
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const changed = withPolicy(row, {
        name: input.PolicyName,
        type: input.PolicyTypeName,
        attributes: input.PolicyAttributes ?? [],
      });
      state.table(classicLoadBalancerTable).put(changed);
      return {};
    },
  },
);
