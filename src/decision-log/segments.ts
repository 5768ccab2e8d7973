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

/**
 * Removes the oldest segments until what is left is within `bytes`, and those whose last decision is more than
 * `days` old. The newest stays: it is being written.
 */
export const removeExpired = async (
  directory: string,
  stream: Stream,
  limits: { readonly days: number; readonly bytes: number; readonly now: number },
): Promise<void> => {
  const segments = await listSegments(directory, stream);
  let total = 0;
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const segment = segments[at];
    const next = segments[at + 1];
    if (segment === undefined) continue;
    total += (await stat(segment.path)).size;
    const expired = next !== undefined && next.start < limits.now - limits.days * DAY;
    if (next !== undefined && (expired || total > limits.bytes)) await rm(segment.path, { force: true });
  }
};
