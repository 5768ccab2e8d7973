import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { checkedArn } from "../arns.ts";
import { listenersNotFound } from "../errors.ts";
import { type LoadBalancerRow, loadBalancerTable } from "../load-balancers/table.ts";
import { type ListenerRow, listenerTable } from "./table.ts";

/**
 * The listener that an ARN names.
 *
 * @throws AwsError ValidationError, ListenerNotFound
 */
export const findListener = (state: Reader, scope: Scope, arn: string): ListenerRow => {
  const row = state.table(listenerTable).get(checkedArn(scope, "listener", arn));
  if (row === undefined) throw listenersNotFound();
  return row;
};

/** The load balancer that a listener belongs to. */
export const loadBalancerOf = (state: Reader, listener: ListenerRow): LoadBalancerRow => {
  const row = state.table(loadBalancerTable).get(listener.loadBalancerArn);
  // A load balancer goes with its listeners, in one transaction.
  if (row === undefined) throw new Error(`${listener.arn} has no load balancer`);
  return row;
};
