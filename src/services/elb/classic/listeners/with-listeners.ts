import { duplicateListener, invalidConfiguration } from "../errors.ts";
import { securityPolicy } from "../policies/security-policies.ts";
import { QUOTAS } from "../quotas.ts";
import type { ClassicListener, ClassicLoadBalancerRow } from "../table.ts";
import { checkInstanceProtocols, sameListener } from "./settled-listener.ts";

/**
 * A load balancer with more listeners, and with the predefined policies that they bring along. One that is there
 * already stays as it is.
 *
 * @throws AwsError DuplicateListener, InvalidConfigurationRequest
 */
export const withListeners = <Row extends Pick<ClassicLoadBalancerRow, "name" | "listeners" | "policies">>(
  row: Row,
  more: readonly ClassicListener[],
): Row => {
  const listeners = [...row.listeners];
  for (const listener of more) {
    const there = listeners.find(({ loadBalancerPort }) => loadBalancerPort === listener.loadBalancerPort);
    if (there === undefined) listeners.push(listener);
    else if (!sameListener(there, listener)) throw duplicateListener(row.name, listener.loadBalancerPort);
  }
  if (listeners.length > QUOTAS.listeners)
    throw invalidConfiguration(`A load balancer can have no more than ${QUOTAS.listeners} listeners`);
  checkInstanceProtocols(listeners);
  const policies = [...row.policies];
  for (const name of new Set(listeners.flatMap(({ policyNames }) => policyNames))) {
    const predefined = securityPolicy(name);
    if (predefined !== undefined && !policies.some((policy) => policy.name === name))
      policies.push(predefined);
  }
  return { ...row, listeners, policies };
};
