import type { LoadBalancerAttributes } from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import type { ClassicLoadBalancerRow } from "../table.ts";

/** The one additional attribute that there is. */
export const DESYNC_MITIGATION_MODE = "elb.http.desyncmitigationmode";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerAttributes.html */
export const attributesView = (row: ClassicLoadBalancerRow): Given<LoadBalancerAttributes> => {
  const { crossZone, accessLog, connectionDraining, idleTimeout, desyncMitigationMode } = row.attributes;
  return {
    CrossZoneLoadBalancing: { Enabled: crossZone },
    AccessLog: { Enabled: accessLog.enabled },
    ConnectionDraining: { Enabled: connectionDraining.enabled, Timeout: connectionDraining.timeout },
    ConnectionSettings: { IdleTimeout: idleTimeout },
    AdditionalAttributes: [{ Key: DESYNC_MITIGATION_MODE, Value: desyncMitigationMode }],
  };
};
