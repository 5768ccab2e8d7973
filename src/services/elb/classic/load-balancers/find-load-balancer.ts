import { regionalArn, type Scope } from "../../../../arn.ts";
import type { Need, NeedsContext } from "../../../../operation/index.ts";
import type { Reader } from "../../../../state/index.ts";
import { loadBalancerNotFound } from "../errors.ts";
import { type ClassicLoadBalancerRow, classicKey, classicLoadBalancerTable } from "../table.ts";

/**
 * The ARN that policies name a Classic Load Balancer by.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_elasticloadbalancing.html
 */
export const loadBalancerArn = (scope: Scope, name: string): string =>
  regionalArn(scope, "elasticloadbalancing", `loadbalancer/${name}`);

/** The load balancer of a name. */
export const findLoadBalancer = (
  state: Reader,
  { accountId, region }: Scope,
  name: string,
): ClassicLoadBalancerRow | undefined =>
  state.table(classicLoadBalancerTable).get(classicKey({ accountId, region, name }));

/** The load balancer of a name. Throws LoadBalancerNotFound. */
export const requireLoadBalancer = (state: Reader, scope: Scope, name: string): ClassicLoadBalancerRow => {
  const row = findLoadBalancer(state, scope, name);
  if (row === undefined) throw loadBalancerNotFound(name);
  return row;
};

/** The need of an action on the load balancer of a name. */
export const needOn = (state: Reader, scope: Scope, name: string, action: string): Need => {
  const row = findLoadBalancer(state, scope, name);
  return {
    action,
    resource: loadBalancerArn(scope, name),
    ...(row === undefined ? {} : { resourceTags: row.tags }),
  };
};

/** The need of an action on the load balancer that the request names. */
export const onLoadBalancer = (
  { input, scope, state }: NeedsContext<{ readonly LoadBalancerName: string }>,
  action: string,
): Need => needOn(state, scope, input.LoadBalancerName, action);
