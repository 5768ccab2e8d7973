import type { SetLoadBalancerPoliciesOfListenerInput } from "@aws-sdk/client-elastic-load-balancing";
import type { NeedsContext } from "../../../../operation/index.ts";
import type { Given } from "../../../iam/index.ts";
import { classicOperation } from "../classic-operation.ts";
import {
  findLoadBalancer,
  onLoadBalancer,
  requireLoadBalancer,
} from "../load-balancers/find-load-balancer.ts";
import { attributeOf } from "../policies/attribute-of.ts";
import { checkListenerPolicies, namedPolicies } from "../policies/enabled-policies.ts";
import { DEFAULT_SECURITY_POLICY, securityPolicy } from "../policies/security-policies.ts";
import { REFERENCE } from "../policies/ssl-attributes.ts";
import { replaceListener, requireListener } from "./change-listener.ts";
import { isSecure } from "./settled-listener.ts";
import { withListeners } from "./with-listeners.ts";

type Input = Given<SetLoadBalancerPoliciesOfListenerInput>;

/** The predefined security policies that the named policies are, or refer to. */
const securityPoliciesOf = ({ input, scope, state }: NeedsContext<Input>): readonly string[] | undefined => {
  const row = findLoadBalancer(state, scope, input.LoadBalancerName);
  const names = input.PolicyNames.flatMap((name) => {
    const policy = row?.policies.find((each) => each.name === name) ?? securityPolicy(name);
    return policy === undefined ? [] : (attributeOf(policy, REFERENCE) ?? []);
  });
  return names.length === 0 ? undefined : names;
};

/**
 * Replaces the policies of a listener. A secure one that is left without a security policy has the default one.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_SetLoadBalancerPoliciesOfListener.html
 */
export const setLoadBalancerPoliciesOfListener = classicOperation<SetLoadBalancerPoliciesOfListenerInput>(
  "SetLoadBalancerPoliciesOfListener",
  {
    needs: (context, action) => ({
      ...onLoadBalancer(context, action),
      context: { "elasticloadbalancing:SecurityPolicy": securityPoliciesOf(context) },
    }),
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const listener = requireListener(row, input.LoadBalancerPort);
      const policies = namedPolicies(row, input.PolicyNames);
      checkListenerPolicies(listener, policies);
      const negotiates = policies.some(({ type }) => type === "SSLNegotiationPolicyType");
      const policyNames = [
        ...policies.map(({ name }) => name),
        ...(isSecure(listener.protocol) && !negotiates ? [DEFAULT_SECURITY_POLICY] : []),
      ];
      const changed = { ...listener, policyNames };
      const others = row.listeners.filter(
        ({ loadBalancerPort }) => loadBalancerPort !== input.LoadBalancerPort,
      );
      // Brings along the predefined policies that the listener has now.
      const { policies: all } = withListeners({ ...row, listeners: others }, [changed]);
      replaceListener(state, { ...row, policies: all }, changed);
      return {};
    },
  },
);
