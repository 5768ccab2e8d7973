import type { State } from "../../../state/index.ts";
import { withDoor } from "../dns-name.ts";
import { listenerTable } from "../v2/listeners/table.ts";
import { type LoadBalancerState, loadBalancerTable } from "../v2/load-balancers/table.ts";
import type { PortPolicy } from "./plan/assign-ports.ts";

const LONGEST = 500;

const stateOf = (listeners: number, reasons: readonly string[]): LoadBalancerState => {
  if (reasons.length === 0) return { code: "active" };
  const reason = [...new Set(reasons)].join("; ").slice(0, LONGEST);
  return { code: reasons.length < listeners ? "active_impaired" : "failed", reason };
};

/**
 * Writes what load balancers are good for. Their names get the door's port as long as a listener, or one that might
 * still come, is behind it.
 *
 * @param refused reasons by listener
 * @param overall why none is good for anything, if so
 */
export const writeBalancerStates = (
  state: State,
  ports: PortPolicy,
  refused: ReadonlyMap<string, string>,
  overall?: string,
): Promise<void> =>
  state
    .transact((transaction) => {
      const table = transaction.table(loadBalancerTable);
      for (const row of [...table.all()]) {
        const listeners = [...transaction.table(listenerTable).by("loadBalancer", row.arn)];
        const reasons = listeners.flatMap(({ arn }) => refused.get(arn) ?? []);
        const next: LoadBalancerState =
          overall === undefined ? stateOf(listeners.length, reasons) : { code: "failed", reason: overall };
        const behind =
          listeners.length === 0 ? !ports.canBind(80) : listeners.some(({ port }) => !ports.canBind(port));
        const dnsName = withDoor(row.dnsName, behind ? ports.doorPort : undefined);
        if (next.code !== row.state.code || next.reason !== row.state.reason || dnsName !== row.dnsName)
          table.put({ ...row, state: next, dnsName });
      }
    })
    // A failed commit stops the process; there is nobody to tell here.
    .catch(() => {});
