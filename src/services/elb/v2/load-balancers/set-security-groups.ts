import type {
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { invalidConfiguration, validationError } from "../errors.ts";
import { needOn } from "../needs.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";
import { checkedSecurityGroups } from "./placement.ts";
import { loadBalancerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html */
export const setSecurityGroups = elbOperation<SetSecurityGroupsInput, SetSecurityGroupsOutput>(
  "SetSecurityGroups",
  {
    needs: (context, action) => ({
      ...needOn(context, action, "load balancer", context.input.LoadBalancerArn),
      context: { "elasticloadbalancing:SecurityGroup": context.input.SecurityGroups },
    }),
    run: ({ input, scope, state }) => {
      const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
      const { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforced } = input;
      if (row.type === "network" && row.securityGroups.length === 0)
        throw invalidConfiguration(
          "Security groups cannot be set for a load balancer with type 'network' that was created without any",
        );
      if (row.type !== "network" && enforced !== undefined)
        throw invalidConfiguration(
          `Security group rules cannot be enforced on PrivateLink traffic for load balancers with type '${row.type}'`,
        );
      if (input.SecurityGroups.length === 0)
        throw validationError("At least one security group must be specified");
      const securityGroups = checkedSecurityGroups(scope, row.type, input.SecurityGroups);
      const enforcePrivateLinkRules = enforced ?? row.enforcePrivateLinkRules;
      state.table(loadBalancerTable).put({
        ...row,
        securityGroups,
        ...(enforcePrivateLinkRules === undefined ? {} : { enforcePrivateLinkRules }),
      });
      return {
        SecurityGroupIds: [...securityGroups],
        ...(enforcePrivateLinkRules === undefined
          ? {}
          : { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforcePrivateLinkRules }),
      };
    },
  },
);
