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
import type { LoadBalancerRow } from "./table.ts";

const bucket = textLike(/^[a-z0-9.-]{3,63}$/, "must be the name of an S3 bucket");
const prefix = textLike(/^(?!\/)[^\0]{1,1024}(?<!\/)$/, "must not begin or end with '/'");
const logs = (kind: string): AttributeRules => ({
  [`${kind}.s3.enabled`]: flag(false),
  [`${kind}.s3.bucket`]: bucket,
  [`${kind}.s3.prefix`]: prefix,
});

const BOTH: AttributeRules = {
  "deletion_protection.enabled": flag(false),
  "ipv6.deny_all_igw_traffic": flag(false),
  "zonal_shift.config.enabled": flag(false),
  ...logs("access_logs"),
};

const APPLICATION: AttributeRules = {
  ...BOTH,
  "load_balancing.cross_zone.enabled": flag(true),
  "idle_timeout.timeout_seconds": number(60, 1, 4000),
  "client_keep_alive.seconds": number(3600, 60, 604_800),
  ...logs("connection_logs"),
  ...logs("health_check_logs"),
  "routing.http.desync_mitigation_mode": word("defensive", "monitor", "strictest"),
  "routing.http.drop_invalid_header_fields.enabled": flag(false),
  "routing.http.preserve_host_header.enabled": flag(false),
  "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": flag(false),
  "routing.http.xff_client_port.enabled": flag(false),
  "routing.http.xff_header_processing.mode": word("append", "preserve", "remove"),
  "routing.http2.enabled": flag(true),
  "waf.fail_open.enabled": flag(false),
};

const NETWORK: AttributeRules = {
  ...BOTH,
  "load_balancing.cross_zone.enabled": flag(false),
  "dns_record.client_routing_policy": word(
    "any_availability_zone",
    "availability_zone_affinity",
    "partial_availability_zone_affinity",
  ),
  "secondary_ips.auto_assigned.per_subnet": number(0, 0, 7),
};

const KNOWN = keysOf(APPLICATION, NETWORK);

/**
 * The attributes that load balancers of a type have.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 */
export const loadBalancerAttributeRules = ({ type, scheme }: LoadBalancerRow): AttributeRules => {
  const rules = type === "network" ? NETWORK : APPLICATION;
  return scheme === "internal" ? { ...rules, "ipv6.deny_all_igw_traffic": flag(true) } : rules;
};

/** What an attribute of a load balancer is at the moment; undefined for one that its type does not have. */
export const loadBalancerAttribute = (row: LoadBalancerRow, key: string): string | undefined =>
  attributeValue(loadBalancerAttributeRules(row), row.attributes, key);

/**
 * The attributes of a load balancer with those that a request sets.
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const withLoadBalancerAttributes = (
  row: LoadBalancerRow,
  asked: readonly Attribute[],
): Readonly<Record<string, string>> => {
  const rules = loadBalancerAttributeRules(row);
  const kind = `load balancers with type '${row.type}'`;
  const attributes = withAttributes("Load balancer", kind, rules, KNOWN, row.attributes, asked);
  if (row.type === "application" && attributes["load_balancing.cross_zone.enabled"] === "false")
    throw invalidConfiguration(
      "Cross-zone load balancing cannot be turned off for load balancers with type 'application'",
    );
  for (const log of ["access_logs", "connection_logs", "health_check_logs"]) {
    if (attributes[`${log}.s3.enabled`] !== "true") continue;
    const name = attributes[`${log}.s3.bucket`] ?? "";
    if (name === "") throw invalidConfiguration(`The value of '${log}.s3.bucket' cannot be empty`);
    // There is no S3 here, so that nobody may write into any bucket. https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1956
    throw invalidConfiguration(`Access Denied for bucket: ${name}. Please check S3bucket permission`);
  }
  return attributes;
};
