import type { SetLoadBalancerPoliciesForBackendServerInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { invalidConfiguration } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { checkBackendPolicies, namedPolicies } from "./enabled-policies.ts";

/**
 * Replaces the policies of a port of the instances; none takes them away.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_SetLoadBalancerPoliciesForBackendServer.html
 */
export const setLoadBalancerPoliciesForBackendServer =
  classicOperation<SetLoadBalancerPoliciesForBackendServerInput>("SetLoadBalancerPoliciesForBackendServer", {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const { InstancePort: instancePort } = input;
      const policies = namedPolicies(row, input.PolicyNames);
      const listeners = row.listeners.filter((listener) => listener.instancePort === instancePort);
      if (listeners.length === 0 && policies.length > 0)
        throw invalidConfiguration(`No listener of ${row.name} has the InstancePort ${instancePort}`);
      checkBackendPolicies(listeners, policies);
      const others = row.backendPolicies.filter((each) => each.instancePort !== instancePort);
      const own =
        policies.length === 0 ? [] : [{ instancePort, policyNames: policies.map(({ name }) => name) }];
      state.table(classicLoadBalancerTable).put({ ...row, backendPolicies: [...others, ...own] });
      return {};
    },
  });
