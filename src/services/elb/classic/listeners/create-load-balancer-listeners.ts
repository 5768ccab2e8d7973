import type { CreateLoadBalancerListenerInput } from "@aws-sdk/client-elastic-load-balancing";
import { validationError } from "../../errors.ts";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { protocolsOf } from "./listener-protocols.ts";
import { settledListener } from "./settled-listener.ts";
import { withListeners } from "./with-listeners.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancerListeners.html */
export const createLoadBalancerListeners = classicOperation<CreateLoadBalancerListenerInput>(
  "CreateLoadBalancerListeners",
  {
    needs: (context, action) => ({
      ...onLoadBalancer(context, action),
      context: { "elasticloadbalancing:ListenerProtocol": protocolsOf(context.input.Listeners) },
    }),
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      if (input.Listeners.length === 0) throw validationError("At least one listener must be specified");
      const listeners = input.Listeners.map((listener) => settledListener(state, scope, listener));
      state.table(classicLoadBalancerTable).put(withListeners(row, listeners));
      return {};
    },
  },
);
