import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Allowed decisions and denials are kept apart, so that a flood of the ones never pushes the others out. */
export type Stream = "allowed" | "denied";

/** One file of a log: the decisions of a stretch of time. */
export type Segment = {
  readonly path: string;
  /** Milliseconds since the epoch; no decision in it is older, while the clock goes forward. */
  readonly start: number;
};

const DAY = 24 * 60 * 60 * 1000;

/** For example `denied-2026-11-24T18.05.00.123Z.jsonl`. */
export const segmentName = (stream: Stream, start: number): string =>
  `${stream}-${new Date(start).toISOString().replaceAll(":", ".")}.jsonl`;

const NAME = /^(allowed|denied)-(\d{4}-\d\d-\d\dT)(\d\d)\.(\d\d)\.(\d\d\.\d{3}Z)\.jsonl$/;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** The segments of a stream, oldest first; none where there is no such directory. */
export const listSegments = async (directory: string, stream: Stream): Promise<readonly Segment[]> => {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const segments: Segment[] = [];
  for (const name of names) {
    const match = NAME.exec(name);
    if (match?.[1] !== stream) continue;
    segments.push({
      path: join(directory, name),
      start: Date.parse(`${match[2]}${match[3]}:${match[4]}:${match[5]}`),
    });
  }
  return segments.sort((one, other) => one.start - other.start);
};

/** The longest that one segment is written to, in milliseconds: a new one begins each day, so that days can expire. */
export const SEGMENT_TIME = DAY;

/**
 * Removes the oldest segments until what is left is within `bytes`, and those whose last decision is more than
 * `days` old. `written` is the segment that is open for writing, which stays, as does the newest within its day.
 */
export const removeExpired = async (
  directory: string,
  stream: Stream,
  limits: { readonly days: number; readonly bytes: number; readonly now: number },
  written?: string,
): Promise<void> => {
  const segments = await listSegments(directory, stream);
  let total = 0;
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const segment = segments[at];
    if (segment === undefined) continue;
    total += (await stat(segment.path)).size;
    const next = segments[at + 1];
    const last = Math.min(segment.start + SEGMENT_TIME, next?.start ?? Number.POSITIVE_INFINITY);
    const expired = last < limits.now - limits.days * DAY;
    if (segment.path === written || (next === undefined && !expired)) continue;
    if (expired || total > limits.bytes) await rm(segment.path, { force: true });
  }
};
