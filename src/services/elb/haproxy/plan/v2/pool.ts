import { targetGroupAttribute } from "../../../v2/target-groups/attributes.ts";
import type { TargetGroupRow } from "../../../v2/target-groups/table.ts";
import { type TargetRow, targetKey } from "../../../v2/targets/table.ts";
import type { PlannedCheck, PlannedPool, PlannedStickiness, PlannedTarget } from "../traffic-plan.ts";

const codes = (text: string): PlannedCheck["codes"] =>
  text.split(",").flatMap((part) => {
    const [from = "", to = from] = part.trim().split("-");
    return /^\d+$/.test(from) && /^\d+$/.test(to) ? [{ from: Number(from), to: Number(to) }] : [];
  });

const checkOf = ({ healthCheck: check, protocolVersion }: TargetGroupRow): PlannedCheck | undefined => {
  if (!check.enabled) return undefined;
  const grpc = protocolVersion === "GRPC" && check.protocol !== "TCP";
  const http = codes(check.matcher?.httpCode ?? "200");
  return {
    protocol: check.protocol === "HTTP" ? "http" : check.protocol === "HTTPS" ? "https" : "tcp",
    ...(check.port === "traffic-port" ? {} : { port: Number(check.port) }),
    path: check.path ?? "/",
    http2: (grpc || protocolVersion === "HTTP2") && check.protocol !== "TCP",
    codes: http.length === 0 ? [{ from: 200, to: 200 }] : http,
    ...(grpc ? { grpcCodes: codes(check.matcher?.grpcCode ?? "12") } : {}),
    interval: check.intervalSeconds,
    timeout: check.timeoutSeconds,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
  };
};

const stickinessOf = (row: TargetGroupRow): PlannedStickiness | undefined => {
  const is = (key: string): string => targetGroupAttribute(row, `stickiness.${key}`) ?? "";
  if (is("enabled") !== "true") return undefined;
  switch (is("type")) {
    case "lb_cookie":
      return {
        kind: "balancer-cookie",
        name: "AWSALB",
        seconds: Number(is("lb_cookie.duration_seconds") || 86_400),
      };
    case "app_cookie":
      return {
        kind: "application-cookie",
        name: is("app_cookie.cookie_name"),
        seconds: Number(is("app_cookie.duration_seconds") || 86_400),
      };
    default:
      return { kind: "source", seconds: 86_400 };
  }
};

const BALANCE: Readonly<Record<string, PlannedPool["balance"]>> = {
  least_outstanding_requests: "leastconn",
  weighted_random: "random",
};

/** Where a target is on the network, or why that can't be known. */
export type AddressOf = (
  row: TargetRow,
  group: TargetGroupRow,
) => { readonly address: string } | { readonly reason: string };

/** What a target group asks for, with those of its targets that are not on their way out. */
export const plannedPool = (
  row: TargetGroupRow,
  targets: Iterable<TargetRow>,
  idleTimeout: number,
  addressOf: AddressOf,
): PlannedPool => {
  const is = (key: string): string => targetGroupAttribute(row, key) ?? "";
  const http = row.protocol === "HTTP" || row.protocol === "HTTPS";
  const check = checkOf(row);
  const stickiness = stickinessOf(row);
  return {
    id: row.arn,
    protocol: http ? "http" : "tcp",
    tls: row.protocol === "HTTPS" || row.protocol === "TLS",
    http2: row.protocolVersion === "HTTP2" || row.protocolVersion === "GRPC",
    proxyProtocol: is("proxy_protocol_v2.enabled") === "true" ? "v2" : "none",
    balance: BALANCE[is("load_balancing.algorithm.type")] ?? "roundrobin",
    ...(stickiness === undefined ? {} : { stickiness }),
    slowStart: Number(is("slow_start.duration_seconds") || 0),
    idleTimeout,
    ...(check === undefined ? {} : { check }),
    targets: [...targets].flatMap((target) => plannedTarget(target, row, addressOf)),
  };
};

/** A target, unless it is on its way out or nowhere. */
export const plannedTarget = (
  target: TargetRow,
  group: TargetGroupRow,
  addressOf: AddressOf,
): readonly PlannedTarget[] => {
  if (target.deregisteredAt !== undefined || target.port === 0) return [];
  const place = addressOf(target, group);
  if (!("address" in place)) return [];
  const { state } = target.health;
  const standing = state === "healthy" || state === "unhealthy" ? state : "new";
  return [{ id: targetKey(target), address: place.address, port: target.port, standing }];
};
