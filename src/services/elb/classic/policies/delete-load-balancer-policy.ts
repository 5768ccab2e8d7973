import type { DeleteLoadBalancerPolicyInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { policyInUse } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { type ClassicLoadBalancerRow, classicLoadBalancerTable } from "../table.ts";

const isInUse = (row: ClassicLoadBalancerRow, name: string): boolean =>
  row.listeners.some(({ policyNames }) => policyNames.includes(name)) ||
  row.backendPolicies.some(({ policyNames }) => policyNames.includes(name)) ||
  row.policies.some(({ attributes }) =>
    attributes.some((attribute) => attribute.name === "PublicKeyPolicyName" && attribute.value === name),
  );

/**
 * Deletes a policy that nothing has enabled; one that is not there is no error.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DeleteLoadBalancerPolicy.html
 */
export const deleteLoadBalancerPolicy = classicOperation<DeleteLoadBalancerPolicyInput>(
  "DeleteLoadBalancerPolicy",
  {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      if (isInUse(row, input.PolicyName)) throw policyInUse(input.PolicyName);
      const policies = row.policies.filter(({ name }) => name !== input.PolicyName);
      if (policies.length < row.policies.length)
        state.table(classicLoadBalancerTable).put({ ...row, policies });
      return {};
    },
  },
);
