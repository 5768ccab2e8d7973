import { parseTarget } from "../../../classic/health-check/health-check-target.ts";
import { classicInstanceKey } from "../../../classic/instances/registered-instances.ts";
import { attributeOf } from "../../../classic/policies/attribute-of.ts";
import type {
  ClassicInstanceRow,
  ClassicListener,
  ClassicLoadBalancerRow,
  ClassicPolicy,
} from "../../../classic/table.ts";
import type { PlannedCheck, PlannedPool, PlannedStickiness, PlannedTarget } from "../traffic-plan.ts";
import { classicPoolId } from "./pool-id.ts";

/** Where an instance is on the network, or why that can't be known. */
export type InstanceAddressOf = (
  instanceId: string,
) => { readonly address: string } | { readonly reason: string };

const CHECK_PROTOCOLS = { HTTP: "http", HTTPS: "https", TCP: "tcp", SSL: "tls" } as const;

/** Over HTTP, nothing but 200 means health. https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html */
const checkOf = ({ healthCheck: check }: ClassicLoadBalancerRow): PlannedCheck => {
  const { protocol, port, path } = parseTarget(check.target);
  return {
    protocol: CHECK_PROTOCOLS[protocol],
    port,
    path: path ?? "/",
    http2: false,
    codes: [{ from: 200, to: 200 }],
    interval: check.interval,
    timeout: check.timeout,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
  };
};

const enabled = (row: ClassicLoadBalancerRow, names: readonly string[]): readonly ClassicPolicy[] =>
  row.policies.filter(({ name }) => names.includes(name));

/** How long a client is kept with an instance by a cookie that does not say: a day. */
const DAY = 86_400;

/** What HAProxy takes at the most: some 68 years. A policy may say more. */
const LONGEST_LIFE = 2_147_483_647;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-sticky-sessions.html */
const stickinessOf = (
  row: ClassicLoadBalancerRow,
  { policyNames }: ClassicListener,
): PlannedStickiness | undefined => {
  for (const policy of enabled(row, policyNames)) {
    if (policy.type === "LBCookieStickinessPolicyType") {
      const seconds = Number(attributeOf(policy, "CookieExpirationPeriod") ?? 0);
      return {
        kind: "balancer-cookie",
        name: "AWSELB",
        ...(seconds === 0 ? {} : { seconds: Math.min(seconds, LONGEST_LIFE) }),
      };
    }
    if (policy.type === "AppCookieStickinessPolicyType")
      return {
        kind: "application-cookie",
        name: attributeOf(policy, "CookieName") ?? "",
        seconds: DAY,
      };
  }
  return undefined;
};

const sendsProxyProtocol = (row: ClassicLoadBalancerRow, { instancePort }: ClassicListener): boolean => {
  const names = row.backendPolicies.find((each) => each.instancePort === instancePort)?.policyNames ?? [];
  return enabled(row, names).some((policy) => attributeOf(policy, "ProxyProtocol") === "true");
};

const standingOf = (row: ClassicInstanceRow): PlannedTarget["standing"] => {
  if (row.state === "InService") return "healthy";
  return row.reasonCode === "Instance" ? "unhealthy" : "new";
};

/** An instance at the listener's port, unless it is on its way out or nowhere. */
export const plannedInstance = (
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
  instance: ClassicInstanceRow,
  addressOf: InstanceAddressOf,
): readonly PlannedTarget[] => {
  if (instance.deregisteredAt !== undefined) return [];
  const place = addressOf(instance.instanceId);
  if (!("address" in place)) return [];
  return [
    {
      id: classicInstanceKey(row, instance.instanceId),
      address: place.address,
      port: listener.instancePort,
      standing: standingOf(instance),
    },
  ];
};

/**
 * What a listener's requests are spread over: the load balancer's instances at the listener's port. HTTP goes to the
 * instance with the fewest requests, TCP to one after the other.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#routing-algorithm
 */
export const plannedClassicPool = (
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
  instances: readonly ClassicInstanceRow[],
  addressOf: InstanceAddressOf,
): PlannedPool => {
  const { instanceProtocol } = listener;
  const http = instanceProtocol === "HTTP" || instanceProtocol === "HTTPS";
  const stickiness = stickinessOf(row, listener);
  return {
    id: classicPoolId(row, listener),
    protocol: http ? "http" : "tcp",
    tls: instanceProtocol === "HTTPS" || instanceProtocol === "SSL",
    http2: false,
    proxyProtocol: sendsProxyProtocol(row, listener) ? "v1" : "none",
    balance: http ? "leastconn" : "roundrobin",
    ...(stickiness === undefined ? {} : { stickiness }),
    slowStart: 0,
    idleTimeout: row.attributes.idleTimeout,
    failsClosed: true,
    check: checkOf(row),
    targets: instances.flatMap((instance) => plannedInstance(row, listener, instance, addressOf)),
  };
};
