import { mkdirSync } from "node:fs";
import type { DecisionRecord } from "../operation/index.ts";
import type { World } from "../world.ts";
import { allowedLine, deniedLine } from "./decision-line.ts";
import { SegmentWriter } from "./segment-writer.ts";
import type { Stream } from "./segments.ts";

/** How much of the past is kept. Whole files are removed, so a little more may stay. */
export type Retention = {
  /** 90 when missing. */
  readonly days?: number;
  /** 1 GiB when missing; half for what was allowed and half for what was denied. */
  readonly bytes?: number;
};

/** Where and how decisions are kept. */
export type DecisionLogOptions = {
  /** Made, for its owner alone, when missing. Nothing else belongs in it. */
  readonly directory: string;
  readonly world: World;
  readonly retention?: Retention;
  /** Bytes of one file, 32 MiB when missing; less when retention is tight. */
  readonly segmentBytes?: number;
  /** Bytes of allowed decisions that may wait for the disk, 8 MiB when missing. */
  readonly maximumBacklog?: number;
  /** Told when a write failed; it is tried again. A process warning when missing. */
  readonly onError?: (error: Error) => void;
};

/** What a log has taken since it was opened. */
export type DecisionLogStatistics = {
  readonly allowed: number;
  readonly denied: number;
  /** Allowed decisions that were not written because the disk did not keep up. */
  readonly droppedAllowed: number;
  /** Denials that were written without their explanation for the same reason. */
  readonly shortenedDenied: number;
};

/** The decisions, append-only on disk. */
export type DecisionLog = {
  /** Takes a decision; returns at once and never throws. Denials are never dropped. */
  readonly record: (record: DecisionRecord) => void;
  /** Resolves when every decision so far can be read by another process; rejects when it could not be written. */
  readonly flush: () => Promise<void>;
  /** Flushes and lets the files go. */
  readonly close: () => Promise<void>;
  readonly statistics: () => DecisionLogStatistics;
};

const DEFAULT_DAYS = 90;
const DEFAULT_BYTES = 2 ** 30;
const DEFAULT_SEGMENT_BYTES = 2 ** 25;
const DEFAULT_BACKLOG = 2 ** 23;
/** Milliseconds: a refusal is asked about at once, so it does not wait. */
const DELAY: Readonly<Record<Stream, number>> = { allowed: 100, denied: 0 };
/** How often retention looks at a log that nothing is written to, in milliseconds. */
const EXPIRY_INTERVAL = 24 * 60 * 60 * 1000;
/** Files that retention keeps of a stream at least, so that removing one does not remove everything. */
const LEAST_SEGMENTS = 4;

const warn = (error: Error): void =>
  process.emitWarning(`the decision log can't be written: ${error.message}`);

/** Opens the log in a directory that no other process writes to. Throws when the directory can't be made. */
export const openDecisionLog = (options: DecisionLogOptions): DecisionLog => {
  const { directory, world, retention = {}, maximumBacklog = DEFAULT_BACKLOG, onError = warn } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const bytes = (retention.bytes ?? DEFAULT_BYTES) / 2;
  const days = retention.days ?? DEFAULT_DAYS;
  const segmentBytes = Math.min(options.segmentBytes ?? DEFAULT_SEGMENT_BYTES, bytes / LEAST_SEGMENTS);
  const writer = (stream: Stream): SegmentWriter =>
    new SegmentWriter({ directory, stream, world, segmentBytes, days, bytes, delay: DELAY[stream], onError });
  const writers = { allowed: writer("allowed"), denied: writer("denied") };
  const counts = { allowed: 0, denied: 0, droppedAllowed: 0, shortenedDenied: 0 };
  let number = 0;
  let cancelExpiry = (): void => {};
  const expire = (): void => {
    for (const each of [writers.allowed, writers.denied]) void each.expire();
    cancelExpiry = world.after(EXPIRY_INTERVAL, expire);
  };
  expire();

  const record = (decided: DecisionRecord): void => {
    number += 1;
    if (decided.decision.allowed) {
      counts.allowed += 1;
      if (writers.allowed.backlog < maximumBacklog) writers.allowed.append(allowedLine(number, decided));
      else counts.droppedAllowed += 1;
      return;
    }
    counts.denied += 1;
    if (writers.denied.backlog < maximumBacklog || decided.explanation === undefined) {
      writers.denied.append(deniedLine(number, decided));
      return;
    }
    const { explanation: _, ...short } = decided;
    counts.shortenedDenied += 1;
    writers.denied.append(deniedLine(number, short));
  };

  const both = async (work: (writer: SegmentWriter) => Promise<void>): Promise<void> => {
    await Promise.all([work(writers.allowed), work(writers.denied)]);
  };

  return {
    record,
    flush: () => both((each) => each.flush()),
    close: () => {
      cancelExpiry();
      return both((each) => each.close());
    },
    statistics: () => ({ ...counts }),
  };
};
