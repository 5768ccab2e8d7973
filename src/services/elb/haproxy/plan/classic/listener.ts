import { attributeOf } from "../../../classic/policies/attribute-of.ts";
import { type ClassicListener, type ClassicLoadBalancerRow, classicKey } from "../../../classic/table.ts";
import { withoutDoor } from "../../../dns-name.ts";
import { type ListenerProtocol, ORDINARY_HEADERS, type PlannedListener } from "../traffic-plan.ts";
import { classicPoolId } from "./pool-id.ts";

const PROTOCOLS: Readonly<Record<ClassicListener["protocol"], ListenerProtocol>> = {
  HTTP: "http",
  HTTPS: "https",
  TCP: "tcp",
  SSL: "tls",
};

/** Versions from the oldest on, with the attribute of a security policy that enables each. */
const TLS_VERSIONS = [
  ["TLSv1.0", "Protocol-TLSv1"],
  ["TLSv1.1", "Protocol-TLSv1.1"],
  ["TLSv1.2", "Protocol-TLSv1.2"],
] as const;

/** The oldest version of TLS that the listener's security policy enables; undefined when it enables none. */
const leastTls = (
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
): PlannedListener["leastTlsVersion"] | undefined => {
  const policy = row.policies.find(
    ({ name, type }) => type === "SSLNegotiationPolicyType" && listener.policyNames.includes(name),
  );
  if (policy === undefined) return "TLSv1.2";
  return TLS_VERSIONS.find(([, attribute]) => attributeOf(policy, attribute) === "true")?.[0];
};

const authenticatesInstances = (row: ClassicLoadBalancerRow, { instancePort }: ClassicListener): boolean => {
  const names = row.backendPolicies.find((each) => each.instancePort === instancePort)?.policyNames ?? [];
  return row.policies.some(
    ({ name, type }) => type === "BackendServerAuthenticationPolicyType" && names.includes(name),
  );
};

const whyRefused = (
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
  hasCertificate: (arn: string) => boolean,
): string | undefined => {
  if (authenticatesInstances(row, listener))
    return "Portreeve does not authenticate instances by their public keys, and sends nothing to those that are not authenticated";
  if (listener.protocol !== "HTTPS" && listener.protocol !== "SSL") return undefined;
  const arn = listener.certificateArn;
  if (arn === undefined) return "The listener has no server certificate";
  if (!hasCertificate(arn)) return `The server certificate ${arn} is not to be found`;
  if (leastTls(row, listener) === undefined)
    return "The listener's security policy enables no version of TLS";
  return undefined;
};

/** What a listener of a Classic Load Balancer asks for: everything goes to one pool. */
export const plannedClassicListener = (
  row: ClassicLoadBalancerRow,
  listener: ClassicListener,
  hasCertificate: (arn: string) => boolean,
): PlannedListener => {
  const refused = whyRefused(row, listener, hasCertificate);
  const pool = classicPoolId(row, listener);
  return {
    id: pool,
    loadBalancer: { id: classicKey(row), name: row.name, dnsName: withoutDoor(row.dnsName) },
    protocol: PROTOCOLS[listener.protocol],
    port: listener.loadBalancerPort,
    hosts: [],
    certificates: listener.certificateArn === undefined ? [] : [listener.certificateArn],
    leastTlsVersion: leastTls(row, listener) ?? "TLSv1.2",
    // Classic Load Balancers do not speak HTTP/2.
    alpn: listener.protocol === "HTTPS" ? ["http/1.1"] : [],
    idleTimeout: row.attributes.idleTimeout,
    rules: [],
    defaultAction: { kind: "forward", pools: [{ id: pool, weight: 1 }] },
    headers: ORDINARY_HEADERS,
    ...(refused === undefined ? {} : { refused }),
  };
};
