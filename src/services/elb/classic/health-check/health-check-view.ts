import type { HealthCheck } from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import type { ClassicHealthCheck } from "../table.ts";

/** A health check in the API's members. */
export const healthCheckView = (check: ClassicHealthCheck): Given<HealthCheck> => ({
  Target: check.target,
  Interval: check.interval,
  Timeout: check.timeout,
  UnhealthyThreshold: check.unhealthyThreshold,
  HealthyThreshold: check.healthyThreshold,
});
