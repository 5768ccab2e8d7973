import type { Reader, Transaction } from "../../../../state/index.ts";
import { instanceTable } from "../../../ec2/index.ts";
import {
  type ClassicInstanceRow,
  type ClassicLoadBalancerRow,
  classicInstanceTable,
  classicKey,
} from "../table.ts";

/** The key of an instance behind a load balancer. */
export const classicInstanceKey = (loadBalancer: ClassicLoadBalancerRow, instanceId: string): string =>
  `${classicKey(loadBalancer)} ${instanceId}`;

/** Whether connection draining has ended for an instance that was deregistered; `now` in milliseconds. */
export const hasDrained = (
  loadBalancer: ClassicLoadBalancerRow,
  row: ClassicInstanceRow,
  now: number,
): boolean => {
  const { enabled, timeout } = loadBalancer.attributes.connectionDraining;
  return row.deregisteredAt !== undefined && (!enabled || now >= row.deregisteredAt + timeout * 1000);
};

/**
 * The rows of a load balancer's instances: those that are registered, and those that connection draining still
 * holds. Terminated instances are deregistered without anybody's asking.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html
 */
export const knownInstances = (
  state: Reader,
  loadBalancer: ClassicLoadBalancerRow,
  now: number,
): readonly ClassicInstanceRow[] =>
  [...state.table(classicInstanceTable).by("loadBalancer", classicKey(loadBalancer))].filter(
    (row) => !hasDrained(loadBalancer, row, now) && isThere(state, row.instanceId),
  );

const isThere = (state: Reader, instanceId: string): boolean => {
  const instance = state.table(instanceTable).get(instanceId);
  return instance !== undefined && instance.state !== "terminated";
};

/** The instances that are registered; `now` in milliseconds since the epoch. */
export const registeredInstances = (
  state: Reader,
  loadBalancer: ClassicLoadBalancerRow,
  now: number,
): readonly ClassicInstanceRow[] =>
  knownInstances(state, loadBalancer, now).filter(({ deregisteredAt }) => deregisteredAt === undefined);

/** Removes every instance of a load balancer. */
export const forgetInstances = (state: Transaction, loadBalancer: ClassicLoadBalancerRow): void => {
  const instances = state.table(classicInstanceTable);
  for (const row of [...instances.by("loadBalancer", classicKey(loadBalancer))])
    instances.delete(classicInstanceKey(loadBalancer, row.instanceId));
};

/** Removes the rows of instances that were drained or terminated; `now` in milliseconds since the epoch. */
export const forgetGoneInstances = (
  state: Transaction,
  loadBalancer: ClassicLoadBalancerRow,
  now: number,
): void => {
  const instances = state.table(classicInstanceTable);
  for (const row of [...instances.by("loadBalancer", classicKey(loadBalancer))]) {
    if (hasDrained(loadBalancer, row, now) || !isThere(state, row.instanceId))
      instances.delete(classicInstanceKey(loadBalancer, row.instanceId));
  }
};
