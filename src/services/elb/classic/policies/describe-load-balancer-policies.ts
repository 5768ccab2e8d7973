import type {
  DescribeLoadBalancerPoliciesInput,
  DescribeLoadBalancerPoliciesOutput,
  PolicyDescription,
} from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { policyNotFound } from "../errors.ts";
import { requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import type { ClassicPolicy } from "../table.ts";
import { SECURITY_POLICIES } from "./security-policies.ts";

const policyView = (policy: ClassicPolicy): Given<PolicyDescription> => ({
  PolicyName: policy.name,
  PolicyTypeName: policy.type,
  PolicyAttributeDescriptions: policy.attributes.map(({ name, value }) => ({
    AttributeName: name,
    AttributeValue: value,
  })),
});

/**
 * The policies of a load balancer; without one, those that AWS predefines.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicies.html
 */
export const describeLoadBalancerPolicies = classicOperation<
  DescribeLoadBalancerPoliciesInput,
  DescribeLoadBalancerPoliciesOutput
>("DescribeLoadBalancerPolicies", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const { LoadBalancerName: name, PolicyNames = [] } = input;
    const all = name === undefined ? SECURITY_POLICIES : requireLoadBalancer(state, scope, name).policies;
    const policies =
      PolicyNames.length === 0
        ? all
        : [...new Set(PolicyNames)].map((wanted) => {
            const found = all.find((policy) => policy.name === wanted);
            if (found === undefined) throw policyNotFound(wanted, name);
            return found;
          });
    return { PolicyDescriptions: policies.map(policyView) };
  },
});
