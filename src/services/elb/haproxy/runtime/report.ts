/** What HAProxy reports of a server. */
export type ServerReport = {
  readonly pool: string;
  readonly server: string;
  readonly up: boolean;
  /** Why it is down: by so many checks, as they were asked for, or by one failed connection of a client. */
  readonly cause: "checks" | "traffic" | "other";
  /** The status code that a check got. */
  readonly code?: number;
  readonly timedOut: boolean;
};

const ROW = /(?:^|\s)Server (\S+?)\/(\S+) is (UP|DOWN)([,. ].*)$/;

/** Reads a line of HAProxy's log; undefined for those that tell of something else. */
export const readReport = (line: string): ServerReport | undefined => {
  const [, pool, server, state, rest = ""] = ROW.exec(line) ?? [];
  if (pool === undefined || server === undefined) return undefined;
  if (/maintenance|^\/|Backup/.test(rest) || /Backup Server/.test(line)) return undefined;
  const code = /, code: (\d{3})/.exec(rest)?.[1];
  return {
    pool,
    server,
    up: state === "UP",
    cause: /reason: (?!Health analyze)/.test(rest)
      ? "checks"
      : /Health analyze|Detected/.test(rest)
        ? "traffic"
        : "other",
    ...(code === undefined ? {} : { code: Number(code) }),
    timedOut: /timeout/i.test(rest),
  };
};
