import type { TargetStatistics } from "./target-statistics.ts";

/** A figure of every target, as Prometheus takes it. */
export type TargetMetric = {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

type Figure = readonly [
  name: string,
  type: "counter" | "gauge",
  help: string,
  of: (row: TargetStatistics) => number,
];

const FIGURES: readonly Figure[] = [
  ["requests_total", "counter", "Answered requests.", (row) => row.requests],
  [
    "errors_total",
    "counter",
    "Failed connections and answers.",
    (row) => row.connectionErrors + row.responseErrors,
  ],
  ["answers_5xx_total", "counter", "Answers with a status of 500 and above.", (row) => row.answers["5xx"]],
  ["retries_total", "counter", "Connections tried again.", (row) => row.retries],
  ["sessions_total", "counter", "Connections and requests begun.", (row) => row.sessions],
  ["sessions", "gauge", "Connections and requests that go on.", (row) => row.currentSessions],
  ["received_bytes_total", "counter", "Bytes from clients.", (row) => row.bytesIn],
  ["sent_bytes_total", "counter", "Bytes to clients.", (row) => row.bytesOut],
];

/** A target group without its account: its name and number. A Classic Load Balancer's is its own key. */
const shortName = (poolId: string): string => /targetgroup\/.+$/.exec(poolId)?.[0] ?? poolId;

const labelsOf = ({ poolId, targetId }: TargetStatistics): Readonly<Record<string, string>> => ({
  target_group: shortName(poolId),
  target: targetId.slice(targetId.lastIndexOf(" ") + 1),
});

/** The counters of targets by figure. They begin anew with each configuration, which Prometheus takes into account. */
export const targetMetrics = (rows: readonly TargetStatistics[]): readonly TargetMetric[] => {
  const byTarget = [...Map.groupBy(rows, ({ poolId, targetId }) => `${poolId}\n${targetId}`).values()];
  return FIGURES.map(([name, type, help, of]) => ({
    name: `portreeve_target_${name}`,
    type,
    help,
    values: byTarget.flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      return [{ labels: labelsOf(first), value: same.reduce((sum, row) => sum + of(row), 0) }];
    }),
  }));
};
