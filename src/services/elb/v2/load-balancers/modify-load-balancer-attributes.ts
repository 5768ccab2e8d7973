import type {
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { loadBalancerAttributeRules, withLoadBalancerAttributes } from "./attributes.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";
import { loadBalancerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html */
export const modifyLoadBalancerAttributes = elbOperation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
>("ModifyLoadBalancerAttributes", {
  needs: (context, action) => needOn(context, action, "load balancer", context.input.LoadBalancerArn),
  run: ({ input, scope, state }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
    const attributes = withLoadBalancerAttributes(row, input.Attributes);
    state.table(loadBalancerTable).put({ ...row, attributes });
    return { Attributes: attributeList(loadBalancerAttributeRules(row), attributes) };
  },
});
