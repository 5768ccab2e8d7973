import { isIPv6 } from "node:net";
import type { PlannedCheck, PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";
import { serverName, spareName } from "./names.ts";

/** `127.0.0.1:80`, `[::1]:80`. INVARIANT: a target's address is an IP address; whoever plans has checked it. */
const place = ({ address, port }: PlannedTarget): string =>
  `${isIPv6(address) ? `[${address}]` : address}:${port}`;

const way = (pool: PlannedPool): readonly string[] => [
  ...(pool.tls ? ["ssl", "verify", "none"] : []),
  ...(pool.http2 ? ["proto", "h2", ...(pool.tls ? ["alpn", "h2"] : [])] : []),
  ...(pool.proxyProtocol === "v1" ? ["send-proxy"] : []),
  ...(pool.proxyProtocol === "v2" ? ["send-proxy-v2"] : []),
];

/** How a check speaks, where that is not plain HTTP or TCP. HAProxy can't read a call's status: it only connects. */
const checkedIn = (pool: PlannedPool, check: PlannedCheck, encrypted: boolean): readonly string[] => {
  const connects = check.protocol === "tcp" || check.protocol === "tls" || check.grpcCodes !== undefined;
  if (check.http2 && !connects) return ["check-proto h2", ...(encrypted ? ["check-alpn h2"] : [])];
  if (!pool.http2) return [];
  return [`check-proto ${connects ? "none" : "h1"}`];
};

const checked = (pool: PlannedPool, target: PlannedTarget): readonly string[] => {
  const { check } = pool;
  if (check === undefined) return [];
  const encrypted = check.protocol === "https" || check.protocol === "tls";
  return [
    "check",
    `inter ${check.interval}s`,
    `fall ${check.unhealthyThreshold}`,
    `rise ${check.healthyThreshold}`,
    // With a port of its own, even the same one, a check is not encrypted because the traffic is.
    ...(check.port === undefined && !(pool.tls && !encrypted) ? [] : [`port ${check.port ?? target.port}`]),
    ...(encrypted ? ["check-ssl", "verify none"] : []),
    ...checkedIn(pool, check, encrypted),
    // A refused connection is proof enough: the next request does not go there.
    "observe layer4",
    "error-limit 1",
    "on-error mark-down",
  ];
};

const slow = (pool: PlannedPool): readonly string[] =>
  pool.slowStart > 0 ? [`slowstart ${pool.slowStart}s`] : [];

/**
 * Connections are kept for the next request. A server that is added to a running HAProxy has no defaults: without these
 * each request would open a connection of its own, until the machine has no ports left.
 */
const KEPT = ["pool-purge-delay 5s", "pool-max-conn -1"];

const unique = (words: readonly string[]): string => {
  const text = words.join(" ");
  // `verify none` serves the traffic and the check, and is said once.
  return text.replace(/(verify none)(.*) verify none/, "$1$2");
};

/** How a target is written: `<name> <address>:<port> <parameters>`, behind `server` and behind `add server`. */
export const serverWords = (pool: PlannedPool, target: PlannedTarget): string =>
  unique([serverName(target), place(target), ...way(pool), ...KEPT, ...checked(pool, target), ...slow(pool)]);

/** The same for its spare, which gets requests when no target is healthy: an unhealthy target is better than none. */
export const spareWords = (pool: PlannedPool, target: PlannedTarget): string =>
  unique([spareName(serverName(target)), place(target), ...way(pool), ...KEPT, "backup"]);

/** What these words have in common for all targets of a pool. */
export const serverParameters = (pool: PlannedPool): string =>
  serverWords(pool, { id: "", address: "0.0.0.0", port: 1, standing: "new" });
