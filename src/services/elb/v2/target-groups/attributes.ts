import {
  type Attribute,
  type AttributeRules,
  attributeValue,
  flag,
  keysOf,
  number,
  textLike,
  withAttributes,
  word,
} from "../attributes/attribute.ts";
import { invalidConfiguration } from "../errors.ts";
import { isHttp } from "./health-check.ts";
import type { TargetGroupRow } from "./table.ts";

const WEEK = 604_800;
const DAY = 86_400;

const healthOf = (what: string): AttributeRules => ({
  [`target_group_health.${what}.minimum_healthy_targets.count`]: number(1, 1, 1000, "off"),
  [`target_group_health.${what}.minimum_healthy_targets.percentage`]: number("off", 1, 100, "off"),
});

/** Any of the types: which of them goes with which protocol is a sentence of its own. */
const stickinessType = (byDefault: string) =>
  word(
    byDefault,
    ...["lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"].filter(
      (type) => type !== byDefault,
    ),
  );

const SHARED: AttributeRules = {
  "deregistration_delay.timeout_seconds": number(300, 0, 3600),
  "stickiness.enabled": flag(false),
  "load_balancing.cross_zone.enabled": word("use_load_balancer_configuration", "true", "false"),
  ...healthOf("dns_failover"),
  ...healthOf("unhealthy_state_routing"),
};

const HTTP: AttributeRules = {
  ...SHARED,
  "stickiness.type": stickinessType("lb_cookie"),
  "stickiness.lb_cookie.duration_seconds": number(DAY, 1, WEEK),
  "stickiness.app_cookie.cookie_name": textLike(
    /^(?!AWSALB)[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/i,
    "must be the name of a cookie that does not begin with 'AWSALB'",
  ),
  "stickiness.app_cookie.duration_seconds": number(DAY, 1, WEEK),
  "slow_start.duration_seconds": number(0, 30, 900, "0"),
  "load_balancing.algorithm.type": word("round_robin", "least_outstanding_requests", "weighted_random"),
  "load_balancing.algorithm.anomaly_mitigation": word("off", "on"),
};

const LAMBDA: AttributeRules = { "lambda.multi_value_headers.enabled": flag(false) };

const CONNECTIONS: AttributeRules = {
  ...SHARED,
  "stickiness.type": stickinessType("source_ip"),
  "deregistration_delay.connection_termination.enabled": flag(false),
  "preserve_client_ip.enabled": flag(true),
  "proxy_protocol_v2.enabled": flag(false),
  "target_health_state.unhealthy.connection_termination.enabled": flag(true),
  "target_health_state.unhealthy.draining_interval_seconds": number(0, 0, 360_000),
};

const KNOWN = keysOf(HTTP, LAMBDA, CONNECTIONS);

/**
 * The attributes that a target group has.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
 */
export const targetGroupAttributeRules = ({
  targetType,
  protocol,
}: Pick<TargetGroupRow, "targetType" | "protocol">): AttributeRules => {
  if (targetType === "lambda") return LAMBDA;
  if (isHttp(protocol)) return HTTP;
  const udp = protocol === "UDP" || protocol === "TCP_UDP";
  return {
    ...CONNECTIONS,
    "deregistration_delay.connection_termination.enabled": flag(udp),
    "preserve_client_ip.enabled": flag(udp || targetType !== "ip"),
    "target_health_state.unhealthy.connection_termination.enabled": flag(!udp),
  };
};

/** What an attribute of a target group is at the moment; undefined for one that it does not have. */
export const targetGroupAttribute = (row: TargetGroupRow, key: string): string | undefined =>
  attributeValue(targetGroupAttributeRules(row), row.attributes, key);

/**
 * The attributes of a target group with those that a request sets.
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const withTargetGroupAttributes = (
  row: TargetGroupRow,
  asked: readonly Attribute[],
): Readonly<Record<string, string>> => {
  const rules = targetGroupAttributeRules(row);
  const kind = `target groups with ${row.protocol === undefined ? `target type '${row.targetType}'` : `protocol '${row.protocol}'`}`;
  const attributes = withAttributes("Target group", kind, rules, KNOWN, row.attributes, asked);
  checkTogether(row, { ...row, attributes });
  return attributes;
};

/** What attributes exclude. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
const checkTogether = ({ protocol }: TargetGroupRow, row: TargetGroupRow): void => {
  const is = (key: string): string | undefined => targetGroupAttribute(row, key);
  const type = is("stickiness.type") ?? "";
  const types = isHttp(protocol) ? ["lb_cookie", "app_cookie"] : ["source_ip", ""];
  // https://github.com/ansible/ansible/issues/67993
  if (!types.includes(type))
    throw invalidConfiguration(
      `Stickiness type '${type}' is not supported for target groups with the ${protocol} protocol`,
    );
  if (
    type === "app_cookie" &&
    is("stickiness.enabled") === "true" &&
    is("stickiness.app_cookie.cookie_name") === ""
  )
    throw invalidConfiguration("A cookie name must be specified for stickiness with the type 'app_cookie'");
  const algorithm = is("load_balancing.algorithm.type") ?? "round_robin";
  if (algorithm !== "round_robin" && is("slow_start.duration_seconds") !== "0")
    throw invalidConfiguration(
      `Slow start is not supported with the load balancing algorithm '${algorithm}'`,
    );
  if (algorithm !== "weighted_random" && is("load_balancing.algorithm.anomaly_mitigation") === "on")
    throw invalidConfiguration(
      "Anomaly mitigation is supported with the load balancing algorithm 'weighted_random' only",
    );
  const udp = protocol === "UDP" || protocol === "TCP_UDP";
  if (udp && is("preserve_client_ip.enabled") === "false")
    throw invalidConfiguration(
      `Client IP preservation cannot be disabled for target groups with the ${protocol} protocol`,
    );
};
