import { clientException } from "../../errors.ts";
import { type ContainerRule, requireRange } from "./rule.ts";

/**
 * A container's health check; all times are in seconds.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export const healthCheck: ContainerRule = ({ name, healthCheck: check }) => {
  if (check === undefined) return;
  const text = (member: string): string => `Invalid 'healthCheck.${member}' setting for container '${name}'.`;
  const [kind, ...rest] = check.command ?? [];
  if (kind === undefined || (kind !== "NONE" && rest.length === 0)) throw clientException(text("command"));
  if (kind !== "CMD" && kind !== "CMD-SHELL" && kind !== "NONE") throw clientException(text("command"));
  requireRange(check.interval, 5, 300, text("interval"));
  requireRange(check.timeout, 2, 60, text("timeout"));
  requireRange(check.retries, 1, 10, text("retries"));
  requireRange(check.startPeriod, 0, 300, text("startPeriod"));
};
