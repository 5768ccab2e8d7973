import type { PlannedCheck, PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";
import { poolName, serverName } from "./names.ts";
import { quote, uriText } from "./quote.ts";
import { serverWords, spareWords } from "./server.ts";

/** What health checks call themselves. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export const CHECK_AGENT = "ELB-HealthChecker/2.0";

const codeRanges = ({ codes }: PlannedCheck): string =>
  codes.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(",");

const check = (pool: PlannedPool): readonly string[] => {
  const wanted = pool.check;
  if (wanted === undefined) return [];
  const timeout = [`timeout check ${wanted.timeout}s`];
  if (wanted.protocol === "tcp" || wanted.protocol === "tls" || wanted.grpcCodes !== undefined)
    return timeout;
  return [
    ...timeout,
    "option httpchk",
    `http-check send meth GET uri ${quote(uriText(wanted.path) || "/")} ver HTTP/1.1 hdr Host localhost hdr User-Agent ${CHECK_AGENT} hdr Connection close`,
    `http-check expect status ${codeRanges(wanted)}`,
  ];
};

/** HAProxy hands out cookies that it can compute from a server's address, with a key that is no secret. */
export const COOKIE_KEY = "portreeve";

const stickiness = (pool: PlannedPool): readonly string[] => {
  const { stickiness: wanted } = pool;
  switch (wanted?.kind) {
    case undefined:
      return [];
    case "balancer-cookie": {
      const life = wanted.seconds === undefined ? "" : ` maxlife ${wanted.seconds}s`;
      return [
        `dynamic-cookie-key ${COOKIE_KEY}`,
        `cookie ${wanted.name} insert indirect nocache dynamic attr ${quote(`Max-Age=${wanted.seconds ?? ""}`)}${life}`.replace(
          " attr 'Max-Age='",
          "",
        ),
      ];
    }
    case "application-cookie": {
      const name = wanted.name.replaceAll(/[^A-Za-z0-9_.-]/g, "");
      if (name === "") return [];
      return [
        `stick-table type string len 256 size 100k expire ${wanted.seconds}s`,
        `stick match req.cook(${name})`,
        `stick store-response res.cook(${name})`,
      ];
    }
    case "source":
      return [`stick-table type ipv6 size 100k expire ${wanted.seconds}s`, "stick on src"];
  }
};

/** Everything of a pool's backend but its servers, which come and go while HAProxy runs. */
export const poolLines = (pool: PlannedPool): readonly string[] => [
  `backend ${poolName(pool.id)}`,
  `mode ${pool.protocol}`,
  "log ring@health local0 notice",
  `balance ${pool.balance}`,
  `timeout server ${pool.idleTimeout}s`,
  `timeout tunnel ${pool.idleTimeout}s`,
  ...(pool.protocol === "http"
    ? [
        // The only 503 of HAProxy's own is then that no target could be connected to: a bad gateway.
        "errorfile 503 502.http",
        // A process that only ends what it has begun counts no servers, though it still has them.
        "http-request return status 503 errorfile 503.http if { nbsrv eq 0 } !{ stopping }",
        "http-request disable-l7-retry unless { method GET HEAD OPTIONS }",
        "retry-on conn-failure empty-response",
      ]
    : []),
  ...stickiness(pool),
  ...check(pool),
];

/** A target's server and its spare, as they are when HAProxy starts. */
export const serverLines = (
  pool: PlannedPool,
  target: PlannedTarget,
  inRotation: boolean,
): readonly string[] => [
  `server ${serverWords(pool, target)}${inRotation ? "" : " disabled"}`,
  `server ${spareWords(pool, target)}${pool.failsClosed === true ? " disabled" : ""}`,
];

/** The full name of a target's server, as commands and reports have it. */
export const serverPath = (pool: PlannedPool, target: PlannedTarget): string =>
  `${poolName(pool.id)}/${serverName(target)}`;
