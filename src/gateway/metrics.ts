import type { DecisionRecord } from "../operation/index.ts";

// In seconds; most answers take a millisecond, those that wait for the disk some tens.
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** A figure that somebody else keeps, with its labels. */
export type MetricFamily = {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

type Duration = { readonly counts: number[]; sum: number; count: number };

/**
 * Counts what the gateway does and shows it in Prometheus' text format. It is written here and not with
 * prom-client because that costs 20 MB and 80 ms for what a map and a loop do.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Duration>();
  readonly #decisions = new Map<string, number>();
  readonly #others: (() => Promise<readonly MetricFamily[]>)[] = [];
  #statistics: () => Readonly<Record<string, number>> = () => ({});

  /** Counts a request. `code` is `OK` or AWS's error code; `seconds` is how long the answer took. */
  request(service: string, operation: string, code: string, seconds: number): void {
    // Why not labels at once: writing them for each request costs more than all the rest of this.
    const call = `${service}\n${operation}`;
    increment(this.#requests, `${call}\n${code}`);
    let duration = this.#durations.get(call);
    if (duration === undefined) {
      duration = { counts: BUCKETS.map(() => 0), sum: 0, count: 0 };
      this.#durations.set(call, duration);
    }
    duration.sum += seconds;
    duration.count += 1;
    const bucket = BUCKETS.findIndex((limit) => seconds <= limit);
    if (bucket >= 0) duration.counts[bucket] = (duration.counts[bucket] ?? 0) + 1;
  }

  /** Counts a decision; give it what the authority records. */
  decision(record: Pick<DecisionRecord, "action" | "decision">): void {
    const service = record.action.slice(0, record.action.indexOf(":"));
    increment(this.#decisions, `${service}\n${record.decision.outcome}`);
  }

  /** Where the figures of the storage come from: name, in lower case with underscores, → value. */
  storage(statistics: () => Readonly<Record<string, number>>): void {
    this.#statistics = statistics;
  }

  /** Adds figures that somebody else keeps. One who can't tell them at the moment leaves the others alone. */
  others(families: () => Promise<readonly MetricFamily[]>): void {
    this.#others.push(families);
  }

  /** Everything in Prometheus' text format, figures of others included. */
  async whole(): Promise<string> {
    const told = await Promise.allSettled(this.#others.map((families) => families()));
    const families = told.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const lines = families.flatMap(({ name, type, help, values }) =>
      family(name, type, help, new Map(values.map(({ labels, value }) => [labelText(labels), value]))),
    );
    return this.text() + lines.map((line) => `${line}\n`).join("");
  }

  /** What is kept here, in Prometheus' text format. */
  text(): string {
    const memory = process.memoryUsage();
    const processor = process.cpuUsage();
    return [
      ...family(
        "portreeve_requests_total",
        "counter",
        "API requests by outcome.",
        labelled(this.#requests, ["service", "operation", "code"]),
      ),
      ...durationFamily(labelled(this.#durations, ["service", "operation"])),
      ...family(
        "portreeve_decisions_total",
        "counter",
        "Permission checks by outcome.",
        labelled(this.#decisions, ["service", "outcome"]),
      ),
      ...Object.entries(this.#statistics()).flatMap(([name, value]) =>
        family(`portreeve_storage_${name}`, "gauge", "A figure of the storage.", new Map([["", value]])),
      ),
      ...family("process_resident_memory_bytes", "gauge", "Resident memory.", new Map([["", memory.rss]])),
      ...family("nodejs_heap_used_bytes", "gauge", "Heap in use.", new Map([["", memory.heapUsed]])),
      ...family(
        "process_cpu_seconds_total",
        "counter",
        "Processor time.",
        new Map([["", (processor.user + processor.system) / 1e6]]),
      ),
      ...family("process_uptime_seconds", "gauge", "Age of the process.", new Map([["", process.uptime()]])),
      "",
    ].join("\n");
  }
}

const label = (text: string): string => text.replace(/[\\"]/g, "_").slice(0, 128);

/** Turns keys, their parts on lines of their own, into Prometheus' labels. */
const labelled = <Value>(
  values: ReadonlyMap<string, Value>,
  names: readonly string[],
): ReadonlyMap<string, Value> =>
  new Map(
    [...values].map(([key, value]) => {
      const parts = key.split("\n");
      return [names.map((name, index) => `${name}="${label(parts[index] ?? "")}"`).join(","), value];
    }),
  );

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${label(value)}"`)
    .join(",");

const increment = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const family = (
  name: string,
  type: "counter" | "gauge",
  help: string,
  values: ReadonlyMap<string, number>,
): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...[...values].map(([labels, value]) => `${name}${labels === "" ? "" : `{${labels}}`} ${value}`),
];

const durationFamily = (durations: ReadonlyMap<string, Duration>): readonly string[] => {
  const name = "portreeve_request_duration_seconds";
  const lines = [`# HELP ${name} Time from the whole request to its answer.`, `# TYPE ${name} histogram`];
  for (const [labels, duration] of durations) {
    let sum = 0;
    BUCKETS.forEach((limit, index) => {
      sum += duration.counts[index] ?? 0;
      lines.push(`${name}_bucket{${labels},le="${limit}"} ${sum}`);
    });
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${duration.count}`);
    lines.push(`${name}_sum{${labels}} ${duration.sum}`, `${name}_count{${labels}} ${duration.count}`);
  }
  return lines;
};
