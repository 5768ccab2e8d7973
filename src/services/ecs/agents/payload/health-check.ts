import type { HealthCheck } from "@aws-sdk/client-ecs";

const NANOSECONDS = 1_000_000_000;

/**
 * A container's health check as Docker takes it, with ECS's defaults: every 30 s, 5 s to answer, 3 tries.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export const healthCheck = (check: HealthCheck | undefined): Readonly<Record<string, unknown>> | undefined =>
  check === undefined
    ? undefined
    : {
        Test: check.command ?? [],
        Interval: (check.interval ?? 30) * NANOSECONDS,
        Timeout: (check.timeout ?? 5) * NANOSECONDS,
        Retries: check.retries ?? 3,
        StartPeriod: (check.startPeriod ?? 0) * NANOSECONDS,
      };
