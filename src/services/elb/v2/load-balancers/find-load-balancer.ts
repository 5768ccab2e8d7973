import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { checkedArn } from "../arns.ts";
import { loadBalancersNotFound } from "../errors.ts";
import { type LoadBalancerRow, loadBalancerTable } from "./table.ts";

/**
 * The load balancer that an ARN names.
 *
 * @throws AwsError ValidationError, LoadBalancerNotFound
 */
export const findLoadBalancer = (state: Reader, scope: Scope, arn: string): LoadBalancerRow => {
  const row = state.table(loadBalancerTable).get(checkedArn(scope, "load balancer", arn));
  if (row === undefined) throw loadBalancersNotFound();
  return row;
};

/** The load balancers of an account in a region. */
export const loadBalancersIn = (state: Reader, scope: Scope): Iterable<LoadBalancerRow> =>
  state.table(loadBalancerTable).by("scope", `${scope.accountId}/${scope.region}`);
