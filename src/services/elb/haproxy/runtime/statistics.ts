/** Counters of a server since HAProxy took this configuration on. */
export type ServerStatistics = {
  readonly pool: string;
  readonly server: string;
  /** HAProxy's word: `UP`, `DOWN`, `MAINT`, … */
  readonly status: string;
  readonly currentSessions: number;
  readonly sessions: number;
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly connectionErrors: number;
  readonly responseErrors: number;
  readonly retries: number;
  /** Answers by the first digit of their status. */
  readonly answers: Readonly<Record<"1xx" | "2xx" | "3xx" | "4xx" | "5xx", number>>;
};

/** The command that asks for them. */
export const SHOW_SERVERS = "show stat -1 4 -1";

/**
 * Reads the answer to {@link SHOW_SERVERS}. https://docs.haproxy.org/2.6/management.html#9.1
 */
export const readStatistics = (answer: string): readonly ServerStatistics[] => {
  const [head = "", ...rows] = answer.trim().split("\n");
  const columns = new Map(
    head
      .replace(/^# /, "")
      .split(",")
      .map((name, index) => [name, index] as const),
  );
  return rows.flatMap((row) => {
    const cells = row.split(",");
    const text = (name: string): string => cells[columns.get(name) ?? -1] ?? "";
    const number = (name: string): number => Number(text(name)) || 0;
    if (text("pxname") === "" || text("svname") === "") return [];
    return [
      {
        pool: text("pxname"),
        server: text("svname"),
        status: text("status"),
        currentSessions: number("scur"),
        sessions: number("stot"),
        requests:
          number("hrsp_1xx") +
          number("hrsp_2xx") +
          number("hrsp_3xx") +
          number("hrsp_4xx") +
          number("hrsp_5xx"),
        bytesIn: number("bin"),
        bytesOut: number("bout"),
        connectionErrors: number("econ"),
        responseErrors: number("eresp"),
        retries: number("wretr"),
        answers: {
          "1xx": number("hrsp_1xx"),
          "2xx": number("hrsp_2xx"),
          "3xx": number("hrsp_3xx"),
          "4xx": number("hrsp_4xx"),
          "5xx": number("hrsp_5xx"),
        },
      },
    ];
  });
};
