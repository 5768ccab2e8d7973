import { getCiphers } from "node:tls";
import { attributeOf } from "../../../classic/policies/attribute-of.ts";
import { DEFAULT_SECURITY_POLICY, SECURITY_POLICIES } from "../../../classic/policies/security-policies.ts";
import {
  type ClassicListener,
  type ClassicLoadBalancerRow,
  type ClassicPolicy,
  classicKey,
} from "../../../classic/table.ts";
import { withoutDoor } from "../../../dns-name.ts";
import { type ListenerProtocol, ORDINARY_HEADERS, type PlannedListener } from "../traffic-plan.ts";
import { classicPoolId } from "./pool-id.ts";

const PROTOCOLS: Readonly<Record<ClassicListener["protocol"], ListenerProtocol>> = {
  HTTP: "http",
  HTTPS: "https",
  TCP: "tcp",
  SSL: "tls",
};

/** What holds for a secure listener without a policy; its name is among the predefined ones. */
const STANDARD: ClassicPolicy = SECURITY_POLICIES.find(({ name }) => name === DEFAULT_SECURITY_POLICY) ?? {
  name: DEFAULT_SECURITY_POLICY,
  type: "SSLNegotiationPolicyType",
  attributes: [],
};

/** Versions from the oldest on, with the attribute of a security policy that enables each. */
const TLS_VERSIONS = [
  ["TLSv1.0", "Protocol-TLSv1"],
  ["TLSv1.1", "Protocol-TLSv1.1"],
  ["TLSv1.2", "Protocol-TLSv1.2"],
] as const;

/** The ciphers that there are: policies name some that OpenSSL gave up long ago. */
const AVAILABLE = new Set(getCiphers().map((name) => name.toUpperCase()));

const securityPolicyOf = (row: ClassicLoadBalancerRow, listener: ClassicListener): ClassicPolicy =>
  row.policies.find(
    ({ name, type }) => type === "SSLNegotiationPolicyType" && listener.policyNames.includes(name),
  ) ?? STANDARD;

/** The oldest version of TLS that the listener's security policy enables; undefined when it enables none. */
const leastTls = (policy: ClassicPolicy): PlannedListener["leastTlsVersion"] | undefined =>
  TLS_VERSIONS.find(([, attribute]) => attributeOf(policy, attribute) === "true")?.[0];

/** The ciphers that a security policy enables, of those that there are. */
const ciphersOf = (policy: ClassicPolicy): readonly string[] =>
  policy.attributes.flatMap(({ name, value }) => (value === "true" && AVAILABLE.has(name) ? [name] : []));

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
  const policy = securityPolicyOf(row, listener);
  if (ciphersOf(policy).length === 0)
    return "The listener's security policy enables no cipher that OpenSSL still has";
  if (leastTls(policy) === undefined) return "The listener's security policy enables no version of TLS";
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
  const policy = securityPolicyOf(row, listener);
  return {
    id: pool,
    loadBalancer: { id: classicKey(row), name: row.name, dnsName: withoutDoor(row.dnsName) },
    protocol: PROTOCOLS[listener.protocol],
    port: listener.loadBalancerPort,
    hosts: [],
    certificates: listener.certificateArn === undefined ? [] : [listener.certificateArn],
    leastTlsVersion: leastTls(policy) ?? "TLSv1.2",
    ...(listener.protocol === "HTTPS" || listener.protocol === "SSL" ? { ciphers: ciphersOf(policy) } : {}),
    // Classic Load Balancers do not speak HTTP/2.
    alpn: listener.protocol === "HTTPS" ? ["http/1.1"] : [],
    idleTimeout: row.attributes.idleTimeout,
    rules: [],
    defaultAction: { kind: "forward", pools: [{ id: pool, weight: 1 }] },
    headers: ORDINARY_HEADERS,
    ...(refused === undefined ? {} : { refused }),
  };
};
