import type { Reader } from "../../../../state/index.ts";
import { listenerExists } from "../errors.ts";
import type { LoadBalancerRow } from "../load-balancers/table.ts";
import { listenerTable } from "./table.ts";

/**
 * Refuses a port that another listener of the load balancer has.
 *
 * @throws AwsError DuplicateListener
 */
export const checkPortIsFree = (
  state: Reader,
  loadBalancer: LoadBalancerRow,
  port: number,
  listenerArn?: string,
): void => {
  for (const listener of state.table(listenerTable).by("loadBalancer", loadBalancer.arn))
    if (listener.port === port && listener.arn !== listenerArn) throw listenerExists(loadBalancer.arn);
};
