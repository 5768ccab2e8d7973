import type { Reader } from "../../../../../state/index.ts";
import { listenerTable } from "../../../v2/listeners/table.ts";
import { loadBalancerTable } from "../../../v2/load-balancers/table.ts";
import { targetGroupTable } from "../../../v2/target-groups/table.ts";
import { targetTable } from "../../../v2/targets/table.ts";
import type { PlannedAction, PlannedListener, TrafficPlan } from "../traffic-plan.ts";
import { plannedListener } from "./listener.ts";
import { type AddressOf, plannedPool } from "./pool.ts";

/** The pools that an action forwards to, those that get nothing at the moment included. */
export const poolsOf = (action: PlannedAction): readonly string[] =>
  action.kind === "forward" ? action.pools.map(({ id }) => id) : [];

const idleTimeouts = (listeners: readonly PlannedListener[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { rules, defaultAction, idleTimeout } of listeners) {
    for (const action of [defaultAction, ...rules.map((rule) => rule.action)]) {
      for (const id of poolsOf(action)) found.set(id, Math.max(found.get(id) ?? 0, idleTimeout));
    }
  }
  return found;
};

/** What the application and network load balancers in the tables ask for. */
export const planLoadBalancers = (
  reader: Reader,
  hasCertificate: (arn: string) => boolean,
  addressOf: AddressOf,
): TrafficPlan => {
  const listeners = [...reader.table(loadBalancerTable).all()].flatMap((balancer) =>
    [...reader.table(listenerTable).by("loadBalancer", balancer.arn)].map((row) =>
      plannedListener(reader, balancer, row, hasCertificate),
    ),
  );
  const pools = [...idleTimeouts(listeners)].flatMap(([id, idleTimeout]) => {
    const group = reader.table(targetGroupTable).get(id);
    if (group === undefined) return [];
    return [plannedPool(group, reader.table(targetTable).by("group", id), idleTimeout, addressOf)];
  });
  return { listeners, pools };
};
