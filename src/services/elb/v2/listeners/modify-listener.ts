import type { ModifyListenerInput, ModifyListenerOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkedActions } from "../actions/checked-actions.ts";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { ruleTable } from "../rules/table.ts";
import { settleUse } from "../target-groups/use.ts";
import { findListener, loadBalancerOf } from "./find-listener.ts";
import { listenerKeys } from "./listener-keys.ts";
import { listenerView } from "./listener-view.ts";
import { checkPortIsFree } from "./port.ts";
import { checkedProtocol } from "./protocols.ts";
import { settledSecurity } from "./security.ts";
import { forwardedTo, type ListenerRow, listenerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export const modifyListener = elbOperation<ModifyListenerInput, ModifyListenerOutput>("ModifyListener", {
  needs: (context, action) => ({
    ...needOn(context, action, "listener", context.input.ListenerArn),
    context: listenerKeys(context.input.Protocol, context.input.SslPolicy),
  }),
  run: ({ input, scope, state }) => {
    const present = findListener(state, scope, input.ListenerArn);
    const loadBalancer = loadBalancerOf(state, present);
    const protocol = checkedProtocol(loadBalancer.type, input.Protocol ?? present.protocol);
    const port = input.Port ?? present.port;
    checkPortIsFree(state, loadBalancer, port, present.arn);
    const place = { state, scope, loadBalancer, protocol };
    const { sslPolicy: _policy, alpnPolicy: _alpn, mutualAuthentication: _mutual, ...rest } = present;
    const row: ListenerRow = {
      ...rest,
      port,
      protocol,
      ...settledSecurity({ state, scope }, protocol, input, present),
      // What stays is checked as well: another protocol may not go with it.
      defaultActions: checkedActions(place, input.DefaultActions ?? present.defaultActions),
    };
    if (protocol !== present.protocol)
      for (const rule of state.table(ruleTable).by("listener", present.arn))
        checkedActions(place, rule.actions);
    state.table(listenerTable).put(row);
    settleUse(state, [...forwardedTo(present.defaultActions), ...forwardedTo(row.defaultActions)]);
    return { Listeners: [listenerView(row)] };
  },
});
