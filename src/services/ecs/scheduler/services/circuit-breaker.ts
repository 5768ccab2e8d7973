import type { ServiceDeploymentConfiguration } from "../../services/deployment-configuration.ts";

/**
 * After how many failures a deployment has failed: half of the desired count, rounded up, at least 3 and at most
 * 200, unless another formula was asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html
 */
export const breakerThreshold = (
  desiredCount: number,
  { type, value }: ServiceDeploymentConfiguration["circuitBreaker"]["threshold"],
): number => {
  if (type === "COUNT") return value;
  const part = Math.ceil((desiredCount * value) / 100);
  return type === "UNBOUNDED_PERCENT" ? Math.max(1, part) : Math.min(200, Math.max(3, part));
};

/**
 * The failures that count after `failures` more: a healthy task of the deployment takes them all back, unless the
 * service asked to add them up.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
 */
export const breakerCount = (
  before: number,
  failures: number,
  healthyTasks: number,
  resetOnHealthyTask: boolean,
): number => (resetOnHealthyTask && healthyTasks > 0 ? 0 : before + failures);
