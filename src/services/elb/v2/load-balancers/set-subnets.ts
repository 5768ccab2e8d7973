import type { SetSubnetsInput, SetSubnetsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { notCarried } from "../errors.ts";
import { needOn } from "../needs.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";
import { zoneViews } from "./load-balancer-view.ts";
import { checkedIpAddressType, checkedSubnets, subnetsOf } from "./placement.ts";
import { loadBalancerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
export const setSubnets = elbOperation<SetSubnetsInput, SetSubnetsOutput>("SetSubnets", {
  needs: (context, action) => ({
    ...needOn(context, action, "load balancer", context.input.LoadBalancerArn),
    context: { "elasticloadbalancing:Subnet": subnetsOf(context.input) },
  }),
  run: ({ input, scope, state }) => {
    const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
    if (input.EnablePrefixForIpv6SourceNat === "on") throw notCarried("IPv6 source NAT prefixes");
    const subnets = checkedSubnets(scope, row.type, row.scheme, input);
    const changed = { ...row, subnets, ipAddressType: checkedIpAddressType(input.IpAddressType) };
    state.table(loadBalancerTable).put(changed);
    return {
      AvailabilityZones: zoneViews(changed),
      IpAddressType: "ipv4",
      ...(row.type === "network" ? { EnablePrefixForIpv6SourceNat: "off" } : {}),
    };
  },
});
