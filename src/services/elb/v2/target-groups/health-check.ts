import type { Matcher } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalidConfiguration, validationError } from "../errors.ts";
import { checkedMatcher } from "./matcher.ts";
import type { HealthCheck, TargetGroupRow } from "./table.ts";

/** What a request says about a health check. */
export type HealthCheckRequest = {
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: Matcher | undefined;
};

/** What of a target group its health check depends on. */
export type Checked = Pick<TargetGroupRow, "protocol" | "protocolVersion" | "targetType">;

/** Whether requests rather than connections reach the targets of a group. */
export const isHttp = (protocol: string | undefined): boolean => protocol === "HTTP" || protocol === "HTTPS";

type Numbers = Pick<
  HealthCheck,
  "intervalSeconds" | "timeoutSeconds" | "healthyThreshold" | "unhealthyThreshold"
>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const numbersOf = (group: Checked, protocol: string): Numbers => {
  if (group.targetType === "lambda")
    return { intervalSeconds: 35, timeoutSeconds: 30, healthyThreshold: 5, unhealthyThreshold: 2 };
  const timeoutSeconds = isHttp(group.protocol) ? 5 : protocol === "HTTP" ? 6 : 10;
  return { intervalSeconds: 30, timeoutSeconds, healthyThreshold: 5, unhealthyThreshold: 2 };
};

const protocolOf = (group: Checked, asked: string | undefined): string => {
  const http = isHttp(group.protocol) || group.targetType === "lambda";
  const protocol = asked ?? (http || group.targetType === "alb" ? "HTTP" : "TCP");
  const possible = http || group.targetType === "alb" ? ["HTTP", "HTTPS"] : ["HTTP", "HTTPS", "TCP"];
  if (!possible.includes(protocol))
    throw validationError(`Health check protocol '${protocol}' must be one of '${possible.join(", ")}'`);
  return protocol;
};

const checkPort = (port: string): string => {
  if (port === "traffic-port") return port;
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw validationError(
      `Health check port '${port}' must be 'traffic-port' or a number between 1 and 65535`,
    );
  return port;
};

const checkPath = (path: string): string => {
  if (!path.startsWith("/") || /[^\x21-\x7e]/.test(path))
    throw validationError(`Health check path '${path}' must begin with a '/' character`);
  return path;
};

/**
 * The health check of a target group, all settled: what the request says, on top of what was there (`present`), on
 * top of the defaults.
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const settledHealthCheck = (
  group: Checked,
  request: HealthCheckRequest,
  present?: HealthCheck,
): HealthCheck => {
  const protocol = protocolOf(group, request.HealthCheckProtocol ?? present?.protocol);
  const numbers = present ?? numbersOf(group, protocol);
  const enabled = request.HealthCheckEnabled ?? present?.enabled ?? group.targetType !== "lambda";
  if (!enabled && group.targetType !== "lambda")
    throw validationError(
      `Health check enabled must be true for target groups with target type '${group.targetType}'`,
    );
  const intervalSeconds = request.HealthCheckIntervalSeconds ?? numbers.intervalSeconds;
  const timeoutSeconds = request.HealthCheckTimeoutSeconds ?? numbers.timeoutSeconds;
  checkTimes(group, intervalSeconds, timeoutSeconds);
  return {
    enabled,
    protocol,
    port: checkPort(request.HealthCheckPort ?? present?.port ?? "traffic-port"),
    intervalSeconds,
    timeoutSeconds,
    healthyThreshold: request.HealthyThresholdCount ?? numbers.healthyThreshold,
    unhealthyThreshold: request.UnhealthyThresholdCount ?? numbers.unhealthyThreshold,
    ...requestPart(group, protocol, request, present),
  };
};

/** https://github.com/aws/aws-cdk/issues/3703, https://github.com/aws/aws-cdk/pull/26031 */
const checkTimes = (group: Checked, interval: number, timeout: number): void => {
  if (isHttp(group.protocol) || group.targetType === "lambda") {
    if (timeout >= interval) throw validationError("Health check interval must be greater than the timeout.");
  } else if (timeout > interval)
    throw validationError(
      `Health check timeout '${timeout}' must be smaller than or equal to the interval '${interval}'`,
    );
};

/** The path and the codes, which only checks by HTTP have. */
const requestPart = (
  group: Checked,
  protocol: string,
  request: HealthCheckRequest,
  present: HealthCheck | undefined,
): Pick<HealthCheck, "path" | "matcher"> => {
  if (protocol === "TCP") {
    // https://github.com/awsdocs/aws-cloudformation-user-guide/pull/186
    if (request.Matcher !== undefined)
      throw invalidConfiguration("Health check matchers are not supported for TCP health checks");
    if (request.HealthCheckPath !== undefined)
      throw invalidConfiguration("Health check paths are not supported for TCP health checks");
    return {};
  }
  const path = group.protocolVersion === "GRPC" ? "/AWS.ALB/healthcheck" : "/";
  return {
    path: checkPath(request.HealthCheckPath ?? present?.path ?? path),
    matcher: checkedMatcher(group, request.Matcher, present?.matcher),
  };
};
