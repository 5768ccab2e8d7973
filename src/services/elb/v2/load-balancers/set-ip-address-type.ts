import type {
  SetIpAddressTypeInput,
  SetIpAddressTypeOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { findLoadBalancer } from "./find-load-balancer.ts";
import { checkedIpAddressType } from "./placement.ts";
import { loadBalancerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetIpAddressType.html */
export const setIpAddressType = elbOperation<SetIpAddressTypeInput, SetIpAddressTypeOutput>(
  "SetIpAddressType",
  {
    needs: (context, action) => needOn(context, action, "load balancer", context.input.LoadBalancerArn),
    run: ({ input, scope, state }) => {
      const row = findLoadBalancer(state, scope, input.LoadBalancerArn);
      const ipAddressType = checkedIpAddressType(input.IpAddressType);
      state.table(loadBalancerTable).put({ ...row, ipAddressType });
      return { IpAddressType: "ipv4" };
    },
  },
);
