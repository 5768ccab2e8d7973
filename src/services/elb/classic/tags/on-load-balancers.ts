import type { Need, NeedsContext } from "../../../../operation/index.ts";
import { validationError } from "../../errors.ts";
import { needOn } from "../load-balancers/find-load-balancer.ts";

/**
 * The needs of an action on each of the load balancers that the request names. Throws ValidationError when it names
 * none: there is nothing to decide on.
 */
export const onLoadBalancers = (
  { input, scope, state }: NeedsContext<{ readonly LoadBalancerNames: readonly string[] }>,
  action: string,
): readonly Need[] => {
  const names = [...new Set(input.LoadBalancerNames)];
  if (names.length === 0) throw validationError("At least one load balancer name must be specified");
  return names.map((name) => needOn(state, scope, name, action));
};
