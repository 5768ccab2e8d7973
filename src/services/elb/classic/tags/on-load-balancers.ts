import type { Need, NeedsContext } from "../../../../operation/index.ts";
import { validationError } from "../../errors.ts";
import { needOn } from "../load-balancers/find-load-balancer.ts";

/** Each is decided on, so that there is an end to them. https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeTags.html */
const MOST_LOAD_BALANCERS = 20;

/**
 * The needs of an action on each of the load balancers that the request names. Throws ValidationError when it names
 * none, as there is nothing to decide on, or too many.
 */
export const onLoadBalancers = (
  { input, scope, state }: NeedsContext<{ readonly LoadBalancerNames: readonly string[] }>,
  action: string,
): readonly Need[] => {
  const names = [...new Set(input.LoadBalancerNames)];
  if (names.length === 0) throw validationError("At least one load balancer name must be specified");
  if (names.length > MOST_LOAD_BALANCERS)
    throw validationError(`No more than ${MOST_LOAD_BALANCERS} load balancer names can be specified`);
  return names.map((name) => needOn(state, scope, name, action));
};
