import type {
  DescribeLoadBalancerPolicyTypesInput,
  DescribeLoadBalancerPolicyTypesOutput,
  PolicyTypeDescription,
} from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { classicOperation, onEverything } from "../classic-operation.ts";
import { policyTypeNotFound } from "../errors.ts";
import { POLICY_TYPES, type PolicyType } from "./policy-types.ts";

const policyTypeView = (type: PolicyType): Given<PolicyTypeDescription> => ({
  PolicyTypeName: type.name,
  Description: type.description,
  PolicyAttributeTypeDescriptions: type.attributes.map((attribute) => ({
    AttributeName: attribute.name,
    AttributeType: attribute.type,
    Cardinality: attribute.cardinality,
    ...(attribute.defaultValue === undefined ? {} : { DefaultValue: attribute.defaultValue }),
  })),
});

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicyTypes.html */
export const describeLoadBalancerPolicyTypes = classicOperation<
  DescribeLoadBalancerPolicyTypesInput,
  DescribeLoadBalancerPolicyTypesOutput
>("DescribeLoadBalancerPolicyTypes", {
  needs: onEverything,
  run: ({ input: { PolicyTypeNames = [] } }) => {
    const types =
      PolicyTypeNames.length === 0
        ? POLICY_TYPES
        : [...new Set(PolicyTypeNames)].map((wanted) => {
            const found = POLICY_TYPES.find(({ name }) => name === wanted);
            if (found === undefined) throw policyTypeNotFound(wanted);
            return found;
          });
    return { PolicyTypeDescriptions: types.map(policyTypeView) };
  },
});
