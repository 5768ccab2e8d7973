import type { Reader } from "../../../../../state/index.ts";
import { withoutDoor } from "../../../dns-name.ts";
import { listenerAttribute } from "../../../v2/listeners/attributes.ts";
import type { ListenerRow } from "../../../v2/listeners/table.ts";
import { loadBalancerAttribute } from "../../../v2/load-balancers/attributes.ts";
import type { LoadBalancerRow } from "../../../v2/load-balancers/table.ts";
import { type RuleRow, ruleTable } from "../../../v2/rules/table.ts";
import { findSslPolicy } from "../../../v2/ssl-policies/ssl-policies.ts";
import type { HeaderTreatment, ListenerProtocol, PlannedListener, PlannedRule } from "../traffic-plan.ts";
import { plannedAction } from "./action.ts";
import { plannedCondition } from "./condition.ts";

const PROTOCOLS: Readonly<Record<string, ListenerProtocol>> = {
  HTTP: "http",
  HTTPS: "https",
  TCP: "tcp",
  TLS: "tls",
};

/** Headers that listeners set in answers, and the attribute that has the value. */
const ANSWER_HEADERS = [
  ["Strict-Transport-Security", "strict_transport_security"],
  ["Access-Control-Allow-Origin", "access_control_allow_origin"],
  ["Access-Control-Allow-Methods", "access_control_allow_methods"],
  ["Access-Control-Allow-Headers", "access_control_allow_headers"],
  ["Access-Control-Allow-Credentials", "access_control_allow_credentials"],
  ["Access-Control-Expose-Headers", "access_control_expose_headers"],
  ["Access-Control-Max-Age", "access_control_max_age"],
  ["Content-Security-Policy", "content_security_policy"],
  ["X-Content-Type-Options", "x_content_type_options"],
  ["X-Frame-Options", "x_frame_options"],
] as const;

const headersOf = (balancer: LoadBalancerRow, listener: ListenerRow): HeaderTreatment => {
  const is = (key: string): string | undefined => loadBalancerAttribute(balancer, key);
  const mode = is("routing.http.xff_header_processing.mode");
  return {
    forwardedFor: mode === "preserve" || mode === "remove" ? mode : "append",
    forwardedForWithPort: is("routing.http.xff_client_port.enabled") === "true",
    dropInvalid: is("routing.http.drop_invalid_header_fields.enabled") === "true",
    tlsVersionAndCipher: is("routing.http.x_amzn_tls_version_and_cipher_suite.enabled") === "true",
    server: listenerAttribute(listener, "routing.http.response.server.enabled") !== "false",
    answer: ANSWER_HEADERS.flatMap(([name, key]) => {
      const value = listenerAttribute(listener, `routing.http.response.${key}.header_value`) ?? "";
      return value === "" ? [] : [{ name, value }];
    }),
  };
};

const plannedRule = (row: RuleRow): PlannedRule => ({
  id: row.arn,
  conditions: row.conditions.map(plannedCondition),
  action: plannedAction(row.actions),
  transforms: row.transforms.flatMap(
    ({ Type, HostHeaderRewriteConfig: host, UrlRewriteConfig: url }) =>
      (Type === "host-header-rewrite" ? host : url)?.Rewrites?.map(({ Regex = "", Replace = "" }) => ({
        kind: Type === "host-header-rewrite" ? ("host" as const) : ("url" as const),
        regex: Regex,
        replacement: Replace,
      })) ?? [],
  ),
});

/** Names that a rule waits for lead to its listener, too, so that a name of one's own finds it. */
const hostsOf = (rules: readonly PlannedRule[]): readonly string[] =>
  rules.flatMap(({ conditions }) =>
    conditions.flatMap((condition) =>
      condition.kind === "host" ? condition.values.map((value) => value.toLowerCase()) : [],
    ),
  );

const leastTls = (policy: string | undefined): PlannedListener["leastTlsVersion"] => {
  const versions = findSslPolicy(policy ?? "")?.protocols ?? [];
  if (versions.includes("TLSv1")) return "TLSv1.0";
  if (versions.includes("TLSv1.1")) return "TLSv1.1";
  return versions.length === 1 && versions[0] === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
};

const alpnOf = (balancer: LoadBalancerRow, listener: ListenerRow): readonly string[] => {
  if (balancer.type === "application")
    return loadBalancerAttribute(balancer, "routing.http2.enabled") === "false"
      ? ["http/1.1"]
      : ["h2", "http/1.1"];
  switch (listener.alpnPolicy?.[0]) {
    case "HTTP1Only":
      return ["http/1.1"];
    case "HTTP2Only":
      return ["h2"];
    case "HTTP2Optional":
      return ["http/1.1", "h2"];
    case "HTTP2Preferred":
      return ["h2", "http/1.1"];
    default:
      return [];
  }
};

const whyRefused = (listener: ListenerRow, hasCertificate: (arn: string) => boolean): string | undefined => {
  const protocol = PROTOCOLS[listener.protocol];
  if (protocol === undefined) return `HAProxy does not carry ${listener.protocol}`;
  if (listener.mutualAuthentication?.Mode === "verify")
    return "Portreeve does not verify certificates of clients, and lets nobody in unverified";
  if (protocol !== "https" && protocol !== "tls") return undefined;
  const missing = listener.certificateArns.find((arn) => !hasCertificate(arn));
  if (listener.certificateArns.length === 0) return "The listener has no server certificate";
  return missing === undefined ? undefined : `The server certificate ${missing} is not to be found`;
};

/** What a listener asks for, with its rules. */
export const plannedListener = (
  reader: Reader,
  balancer: LoadBalancerRow,
  row: ListenerRow,
  hasCertificate: (arn: string) => boolean,
): PlannedListener => {
  const rules = [...reader.table(ruleTable).by("listener", row.arn)]
    .toSorted((one, other) => one.priority - other.priority)
    .map(plannedRule);
  const refused = whyRefused(row, hasCertificate);
  const idle =
    balancer.type === "application"
      ? loadBalancerAttribute(balancer, "idle_timeout.timeout_seconds")
      : listenerAttribute(row, "tcp.idle_timeout.seconds");
  return {
    id: row.arn,
    loadBalancer: { id: balancer.arn, name: balancer.name, dnsName: withoutDoor(balancer.dnsName) },
    protocol: PROTOCOLS[row.protocol] ?? "tcp",
    port: row.port,
    hosts: hostsOf(rules),
    certificates: row.certificateArns,
    leastTlsVersion: leastTls(row.sslPolicy),
    alpn: alpnOf(balancer, row),
    idleTimeout: Number(idle ?? 350),
    rules,
    defaultAction: plannedAction(row.defaultActions),
    headers: headersOf(balancer, row),
    ...(refused === undefined ? {} : { refused }),
  };
};
