import { invalidConfiguration, policyCannotBeEnabled, policyNotFound } from "../errors.ts";
import { isHttp, isSecure } from "../listeners/settled-listener.ts";
import type { ClassicListener, ClassicLoadBalancerRow, ClassicPolicy } from "../table.ts";
import { securityPolicy } from "./security-policies.ts";

const isStickiness = ({ type }: ClassicPolicy): boolean => type.endsWith("CookieStickinessPolicyType");

/**
 * The policies of a load balancer by their names, each once. A predefined security policy is found as well, as AWS's
 * own guide enables them by name
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-config-update.html).
 *
 * @throws AwsError PolicyNotFound
 */
export const namedPolicies = (
  row: ClassicLoadBalancerRow,
  names: readonly string[],
): readonly ClassicPolicy[] =>
  [...new Set(names)].map((name) => {
    const found = row.policies.find((policy) => policy.name === name) ?? securityPolicy(name);
    if (found === undefined) throw policyNotFound(name, row.name);
    return found;
  });

/**
 * Refuses policies that do not go with a listener, and two of one kind.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_SetLoadBalancerPoliciesOfListener.html
 *
 * @throws AwsError InvalidConfigurationRequest
 */
export const checkListenerPolicies = (
  { protocol }: ClassicListener,
  policies: readonly ClassicPolicy[],
): void => {
  for (const policy of policies) {
    const fits = isStickiness(policy)
      ? isHttp(protocol)
      : policy.type === "SSLNegotiationPolicyType" && isSecure(protocol);
    if (!fits) throw policyCannotBeEnabled(policy.name);
  }
  if (policies.filter(isStickiness).length > 1)
    throw invalidConfiguration("Only one stickiness policy can be enabled on a listener");
  if (policies.filter((policy) => !isStickiness(policy)).length > 1)
    throw invalidConfiguration("Only one SSL negotiation policy can be enabled on a listener");
};

/**
 * Refuses policies that do not go with a port of the instances.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_SetLoadBalancerPoliciesForBackendServer.html
 *
 * @throws AwsError InvalidConfigurationRequest
 */
export const checkBackendPolicies = (
  listeners: readonly ClassicListener[],
  policies: readonly ClassicPolicy[],
): void => {
  for (const policy of policies) {
    const fits =
      policy.type === "ProxyProtocolPolicyType"
        ? listeners.every(({ instanceProtocol }) => !isHttp(instanceProtocol))
        : policy.type === "BackendServerAuthenticationPolicyType" &&
          listeners.every(({ instanceProtocol }) => isSecure(instanceProtocol));
    if (!fits) throw policyCannotBeEnabled(policy.name);
  }
};
