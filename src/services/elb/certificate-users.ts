import { partitionOfRegion, regionalArn } from "../../arn.ts";
import type { Reader } from "../../state/index.ts";
import { classicLoadBalancerTable } from "./classic/table.ts";
import { listenerTable } from "./v2/listeners/table.ts";

/**
 * The ARNs of the load balancers that have a listener with a server certificate, each once: IAM keeps the
 * certificate for as long as there are any.
 */
export const certificateUsers = (state: Reader, certificateArn: string): readonly string[] => {
  const classic = Array.from(
    state.table(classicLoadBalancerTable).by("certificate", certificateArn),
    ({ accountId, region, name }) =>
      regionalArn(
        { accountId, region, partition: partitionOfRegion(region) },
        "elasticloadbalancing",
        `loadbalancer/${name}`,
      ),
  );
  const others = Array.from(
    state.table(listenerTable).by("certificate", certificateArn),
    ({ loadBalancerArn }) => loadBalancerArn,
  );
  return [...new Set([...classic, ...others])];
};
