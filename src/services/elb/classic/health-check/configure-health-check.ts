import type {
  ConfigureHealthCheckInput,
  ConfigureHealthCheckOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import { validationError } from "../../errors.ts";
import { classicOperation } from "../classic-operation.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { parseTarget } from "./health-check-target.ts";
import { healthCheckView } from "./health-check-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ConfigureHealthCheck.html */
export const configureHealthCheck = classicOperation<ConfigureHealthCheckInput, ConfigureHealthCheckOutput>(
  "ConfigureHealthCheck",
  {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const { Target, Interval, Timeout, UnhealthyThreshold, HealthyThreshold } = input.HealthCheck;
      const { protocol } = parseTarget(Target);
      if (Timeout >= Interval)
        throw validationError("HealthCheck timeout must be less than the HealthCheck interval");
      const healthCheck = {
        target: `${protocol}${Target.slice(protocol.length)}`,
        interval: Interval,
        timeout: Timeout,
        unhealthyThreshold: UnhealthyThreshold,
        healthyThreshold: HealthyThreshold,
      };
      state.table(classicLoadBalancerTable).put({ ...row, healthCheck });
      return { HealthCheck: healthCheckView(healthCheck) };
    },
  },
);
