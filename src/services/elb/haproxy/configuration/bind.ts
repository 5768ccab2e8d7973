import { isIPv6 } from "node:net";
import type { PlannedBind } from "../plan/assign-ports.ts";
import type { PlannedListener } from "../plan/traffic-plan.ts";
import { directPool, GROUP_COOKIE_RULE, NOWHERE } from "./action.ts";
import { addCertificateList } from "./certificates.ts";
import type { ConfigurationFiles } from "./files.ts";
import { forwardsOrdinarily } from "./headers.ts";
import { type Line, lines } from "./line.ts";
import { entryName, listenerRules, simplePool } from "./listener.ts";
import { listenerName, poolName } from "./names.ts";
import { quote } from "./quote.ts";
import type { RenderSettings } from "./settings.ts";

/** The name of a bind's frontend. */
export const bindName = (bind: PlannedBind): string =>
  bind.behindDoor ? `door-${bind.protocol}` : `${bind.protocol}-${bind.port}`;

/** Where the door hands over what it let in. */
export const doorSocket = (settings: RenderSettings, protocol: string): string =>
  `${settings.socketDirectory}/door-${protocol}.sock`;

/** An address and port to listen on. */
export const listenOn = (host: string, port: number): string =>
  `${isIPv6(host) ? `[${host}]` : host}:${port}`;

const bindLine = (bind: PlannedBind, settings: RenderSettings, files: ConfigurationFiles): string => {
  const place = bind.behindDoor
    ? `bind ${quote(`unix@${doorSocket(settings, bind.protocol)}`)} mode 600 accept-proxy`
    : `bind ${listenOn(settings.host, bind.port)}`;
  if (bind.protocol !== "https" && bind.protocol !== "tls") return place;
  const list = addCertificateList(files, `${bindName(bind)}.list`, bind.listeners, settings.certificateOf);
  return `${place} ssl crt-list ${list}`;
};

/** Hosts by what they lead to: load balancers' own names first, then those that the first listener claims. */
const hostMap = (listeners: readonly PlannedListener[]): string => {
  const own = listeners.map((listener) => [listener.loadBalancer.dnsName, entryName(listener)] as const);
  const others = listeners.flatMap((listener) =>
    listener.hosts.map((host) => [host, entryName(listener)] as const),
  );
  const byHost = new Map<string, string>();
  for (const [host, entry] of [...own, ...others]) {
    if (/^[a-z0-9._-]+$/.test(host) && !byHost.has(host)) byHost.set(host, entry);
  }
  return [...byHost].map(([host, entry]) => `${host} ${entry}\n`).join("");
};

/** Where requests for no known host go, when several load balancers listen on the port. */
export const STRANGER = "stranger";

/**
 * A trace's root: the time and 96 random bits, for requests that bring none. Parts of one UUID, as making one costs
 * more than all the rest.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
 */
const TRACE = [
  "http-request set-var(txn.uuid) uuid unless { req.hdr(X-Amzn-Trace-Id) -m found }",
  "http-request set-header X-Amzn-Trace-Id 'Root=1-%{+X}Ts-%[var(txn.uuid),bytes(0,8)]%[var(txn.uuid),bytes(9,4)]%[var(txn.uuid),bytes(24,12)]' if { var(txn.uuid) -m found }",
];

const forwardedFor = (listeners: readonly PlannedListener[]): readonly string[] => {
  const others = listeners.filter((listener) => !forwardsOrdinarily(listener));
  if (others.length === 0) return ["option forwardfor"];
  const names = others.map(({ id }) => listenerName(id)).join(" ");
  return [`http-request add-header X-Forwarded-For %[src] unless { var(txn.to) -m str ${names} }`];
};

const most = (numbers: readonly number[]): number => Math.max(...numbers);

const routed = (
  bind: PlannedBind,
  files: ConfigurationFiles,
  publicPort: (listener: PlannedListener, port: number) => number,
): readonly Line[] => {
  const { listeners } = bind;
  const protocol = bind.protocol === "https" ? "https" : "http";
  const [first] = listeners;
  const alone = listeners.length === 1 ? simplePool(first) : undefined;
  const map = files.add(`${bindName(bind)}.map`, hostMap(listeners));
  const idle = most(listeners.map(({ idleTimeout }) => idleTimeout));
  const byDefault = listeners.length === 1 ? entryName(first) : STRANGER;
  return [
    ...lines([
      `timeout client ${idle}s`,
      `timeout http-keep-alive ${idle}s`,
      ...(alone === undefined
        ? [`http-request set-var(txn.to) req.hdr(host),field(1,:),lower,map_str(${map},${byDefault})`]
        : []),
      ...forwardedFor(listeners),
      `http-request set-header X-Forwarded-Proto ${protocol}`,
      `http-request set-header X-Forwarded-Port ${bind.port}`,
      ...TRACE,
    ]),
    ...listeners.flatMap((listener) =>
      lines(listenerRules(listener, { protocol, port: bind.port, listener, publicPort }, files), listener.id),
    ),
    ...lines([
      ...(listeners.some(sticksToGroups) ? [GROUP_COOKIE_RULE] : []),
      ...(alone === undefined
        ? ["use_backend %[var(txn.to)]", `default_backend ${STRANGER}`]
        : [`default_backend ${alone}`]),
    ]),
  ];
};

const sticksToGroups = ({ rules, defaultAction }: PlannedListener): boolean =>
  [...rules.map(({ action }) => action), defaultAction].some(
    (action) => action.kind === "forward" && action.stickySeconds !== undefined,
  );

const plain = (listener: PlannedListener): readonly string[] => {
  const { defaultAction: action } = listener;
  const timeout = `timeout client ${listener.idleTimeout}s`;
  const only = directPool(action);
  if (only !== undefined) return [timeout, `default_backend ${only}`];
  if (action.kind !== "forward") return [timeout, `default_backend ${NOWHERE}-tcp`];
  const pools = action.pools.filter(({ weight }) => weight > 0);
  const total = pools.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [timeout, `default_backend ${NOWHERE}-tcp`];
  let sum = 0;
  return [
    timeout,
    `tcp-request content set-var(txn.lot) rand(${total})`,
    ...pools.map(({ id, weight }) => {
      sum += weight;
      return `use_backend ${poolName(id)} if { var(txn.lot) -m int lt ${sum} }`;
    }),
  ];
};

/** A port's frontend. */
export const bindLines = (
  bind: PlannedBind,
  settings: RenderSettings,
  files: ConfigurationFiles,
  publicPort: (listener: PlannedListener, port: number) => number,
): readonly Line[] => {
  const isHttp = bind.protocol === "http" || bind.protocol === "https";
  const owner = bind.listeners.length === 1 ? bind.listeners[0].id : undefined;
  return [
    ...lines(
      [`frontend ${bindName(bind)}`, `mode ${isHttp ? "http" : "tcp"}`, bindLine(bind, settings, files)],
      owner,
    ),
    ...(isHttp ? routed(bind, files, publicPort) : lines(plain(bind.listeners[0]), bind.listeners[0].id)),
  ];
};
