import type { CreateListenerInput, CreateListenerOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkedActions } from "../actions/checked-actions.ts";
import { arnBelow, newId } from "../arns.ts";
import { elbOperation } from "../elb-operation.ts";
import { tooMany, validationError } from "../errors.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { creationNeeds, needOn } from "../needs.ts";
import { withTags } from "../tags/tag-list.ts";
import { settleUse } from "../target-groups/use.ts";
import { listenerKeys } from "./listener-keys.ts";
import { listenerView } from "./listener-view.ts";
import { checkPortIsFree } from "./port.ts";
import { checkedProtocol } from "./protocols.ts";
import { settledSecurity } from "./security.ts";
import { forwardedTo, type ListenerRow, listenerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_LISTENERS = 50;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export const createListener = elbOperation<CreateListenerInput, CreateListenerOutput>("CreateListener", {
  needs: (context, action) => {
    const { LoadBalancerArn: arn, Protocol, SslPolicy, Tags } = context.input;
    const need = {
      ...needOn(context, action, "load balancer", arn),
      context: listenerKeys(Protocol, SslPolicy),
    };
    return creationNeeds(need, "CreateListener", Tags, arnBelow(arn, "listener", "*"));
  },
  run: ({ input, scope, state, world }) => {
    const loadBalancer = findLoadBalancer(state, scope, input.LoadBalancerArn);
    const protocol = checkedProtocol(loadBalancer.type, input.Protocol);
    const { Port: port } = input;
    if (port === undefined) throw validationError("A listener port must be specified");
    const table = state.table(listenerTable);
    checkPortIsFree(state, loadBalancer, port);
    if (table.countBy("loadBalancer", loadBalancer.arn) >= MOST_LISTENERS)
      throw tooMany("TooManyListeners", `listeners of load balancer '${loadBalancer.arn}'`, MOST_LISTENERS);
    const row: ListenerRow = {
      arn: arnBelow(loadBalancer.arn, "listener", newId(world)),
      loadBalancerArn: loadBalancer.arn,
      port,
      protocol,
      ...settledSecurity({ state, scope }, protocol, input),
      defaultActions: checkedActions({ state, scope, loadBalancer, protocol }, input.DefaultActions),
      createdAt: world.now(),
      attributes: {},
      tags: withTags({}, input.Tags),
    };
    table.put(row);
    settleUse(state, forwardedTo(row.defaultActions));
    return { Listeners: [listenerView(row)] };
  },
});
