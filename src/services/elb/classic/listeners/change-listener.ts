import type { Transaction } from "../../../../state/index.ts";
import { listenerNotFound } from "../errors.ts";
import { type ClassicListener, type ClassicLoadBalancerRow, classicLoadBalancerTable } from "../table.ts";

/** The listener of a port. Throws ListenerNotFound. */
export const requireListener = (row: ClassicLoadBalancerRow, port: number): ClassicListener => {
  const listener = row.listeners.find(({ loadBalancerPort }) => loadBalancerPort === port);
  if (listener === undefined) throw listenerNotFound(row.name, port);
  return listener;
};

/** Puts a listener in the place of the one of its port. */
export const replaceListener = (
  state: Transaction,
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
): void =>
  state.table(classicLoadBalancerTable).put({
    ...row,
    listeners: row.listeners.map((there) =>
      there.loadBalancerPort === listener.loadBalancerPort ? listener : there,
    ),
  });
