import type { PlannedBind, PortAssignment } from "../plan/assign-ports.ts";
import type { PlannedListener, PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";
import { NOWHERE } from "./action.ts";
import { OWN_STATUSES, wholeAnswer } from "./answers.ts";
import { bindLines, bindName, doorSocket, listenOn, STRANGER } from "./bind.ts";
import { ConfigurationFiles } from "./files.ts";
import { type Line, lines } from "./line.ts";
import { poolName } from "./names.ts";
import { poolLines, serverLines } from "./pool.ts";
import { quote } from "./quote.ts";
import { serverParameters } from "./server.ts";
import { controlSocket, type RenderSettings } from "./settings.ts";

/** A configuration of HAProxy. */
export type Configuration = {
  /** Names and contents of the files beside it; keys are among them. */
  readonly files: ReadonlyMap<string, string>;
  readonly lines: readonly Line[];
  /** The same text for all plans that differ only in their targets. */
  readonly structure: string;
  readonly binds: readonly PlannedBind[];
  /** Whose a frontend or backend is: ids of listeners, or of a pool. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
};

/** The name of the configuration's own file. */
export const CONFIGURATION_FILE = "haproxy.cfg";

const global = (settings: RenderSettings, binds: readonly PlannedBind[]): readonly string[] => [
  "global",
  `stats socket ${quote(controlSocket(settings))} mode 600 level admin expose-fd listeners`,
  "stats timeout 1h",
  // Two processes on one port would share its requests without a word: better to be refused.
  "noreuseport",
  "fd-hard-limit 200000",
  "hard-stop-after 1h",
  "default-path config",
  "tune.ssl.default-dh-param 2048",
  "ssl-default-bind-options ssl-min-ver TLSv1.2",
  // Whoever owns nothing does not get through the door, whose sockets are the owner's.
  ...(settings.user === undefined || binds.some(({ behindDoor }) => behindDoor)
    ? []
    : [`user ${settings.user.user}`, `group ${settings.user.group}`]),
];

const DEFAULTS = [
  "defaults",
  "mode http",
  "timeout connect 5s",
  "timeout client 60s",
  "timeout server 60s",
  "timeout http-request 60s",
  "timeout client-fin 30s",
  "retries 3",
  "option redispatch 1",
  "option allbackups",
  "option idle-close-on-response",
  "option http-keep-alive",
  "option dontlognull",
  "unique-id-format %ID",
  "errorfiles own",
];

const RING = ["ring health", "format raw", "maxlen 1024", "size 262144"];

const ends = [
  `backend ${STRANGER}`,
  "http-request return status 404 errorfile 404.http",
  `backend ${NOWHERE}`,
  "http-request return status 503 errorfile 503.http",
  `backend ${NOWHERE}-tcp`,
  "mode tcp",
];

const door = (binds: readonly PlannedBind[], settings: RenderSettings): readonly string[] => {
  const inside = binds.filter(({ behindDoor }) => behindDoor);
  const [first] = inside;
  if (first === undefined) return [];
  return [
    "frontend door",
    "mode tcp",
    `bind ${listenOn(settings.host, first.port)}`,
    "timeout client 1h",
    "tcp-request inspect-delay 10s",
    "tcp-request content accept if { req.len gt 0 }",
    ...inside.map(({ protocol }) =>
      protocol === "https"
        ? "use_backend to-door-https if { req.ssl_hello_type 1 }"
        : "use_backend to-door-http unless { req.ssl_hello_type 1 }",
    ),
    ...inside.flatMap((bind) => [
      `backend to-${bindName(bind)}`,
      "mode tcp",
      "timeout server 1h",
      `server ${bind.protocol} ${quote(`unix@${doorSocket(settings, bind.protocol)}`)} send-proxy-v2`,
    ]),
  ];
};

/**
 * Writes HAProxy's configuration for who listens where and the pools behind. Pure: the same plan, the same text.
 *
 * @param inRotation whether a target gets requests from the start
 */
export const renderConfiguration = (
  assignment: PortAssignment,
  pools: readonly PlannedPool[],
  settings: RenderSettings,
  inRotation: (pool: PlannedPool, target: PlannedTarget) => boolean,
): Configuration => {
  const files = new ConfigurationFiles();
  for (const status of OWN_STATUSES) files.add(`${status}.http`, wholeAnswer(status));
  const { binds } = assignment;
  const publicPort = (listener: PlannedListener, port: number): number =>
    binds.find(
      (bind) =>
        bind.behindDoor &&
        bind.listeners.some(
          (other) => other.loadBalancer.id === listener.loadBalancer.id && other.port === port,
        ),
    )?.port ?? port;
  const head = lines([
    ...global(settings, binds),
    ...RING,
    "http-errors own",
    ...OWN_STATUSES.map((status) => `errorfile ${status} ${status}.http`),
    ...DEFAULTS,
    ...ends,
    ...door(binds, settings),
  ]);
  const fronts = binds.flatMap((bind) => bindLines(bind, settings, files, publicPort));
  const backs = pools.map((pool) => ({ pool, text: lines(poolLines(pool), pool.id) }));
  const all = [
    ...head,
    ...fronts,
    ...backs.flatMap(({ pool, text }) => [
      ...text,
      ...lines(
        pool.targets.flatMap((target) => serverLines(pool, target, inRotation(pool, target))),
        pool.id,
      ),
    ]),
  ];
  const contents = new Map(files.contents());
  contents.set(CONFIGURATION_FILE, all.map(({ text }) => `${text}\n`).join(""));
  const structure = [
    ...[...head, ...fronts].map(({ text }) => text),
    ...backs.flatMap(({ pool, text }) => [...text.map((line) => line.text), serverParameters(pool)]),
    ...[...files.contents()].flat(),
  ].join("\n");
  const sections = new Map<string, readonly string[]>([
    ...binds.map((bind) => [bindName(bind), bind.listeners.map(({ id }) => id)] as const),
    ...pools.map(({ id }) => [poolName(id), [id]] as const),
  ]);
  return { files: contents, lines: all, structure, binds, sections };
};
