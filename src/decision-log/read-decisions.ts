import type { DecisionRecord } from "../operation/index.ts";
import { type NumberedRecord, parseLine } from "./decision-line.ts";
import { readLines, readLinesBackwards } from "./read-lines.ts";
import { listSegments, type Stream } from "./segments.ts";

/*
 * The readers take the directory and nothing of the log that writes to it, so that another process can read while
 * it grows. Lines that a kill tore are passed over. Whoever may read the files may read what was decided.
 */

const STREAMS: readonly Stream[] = ["allowed", "denied"];

/** How the member stands in a line. */
const member = (name: string, value: string): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

const inOrder = (one: NumberedRecord, other: NumberedRecord): number =>
  one.record.at - other.record.at || one.number - other.number;

/** Every decision of a request, in the order in which they were taken; none when it is unknown. */
export const findByRequestId = async (
  directory: string,
  requestId: string,
): Promise<readonly DecisionRecord[]> => {
  const streams = STREAMS.map((stream) => findInStream(directory, stream, requestId));
  const found = (await Promise.all(streams)).flat();
  return found.sort(inOrder).map(({ record }) => record);
};

const findInStream = async (
  directory: string,
  stream: Stream,
  requestId: string,
): Promise<readonly NumberedRecord[]> => {
  const found: NumberedRecord[] = [];
  for (const { path } of (await listSegments(directory, stream)).toReversed()) {
    const before = found.length;
    for await (const line of readLines(path, member("requestId", requestId))) {
      const parsed = line.includes(requestId) ? parseLine(line) : undefined;
      if (parsed?.record.requestId === requestId) found.push(parsed);
    }
    // Why one file further: the decisions of a request stand together, and may lie on both sides of a file's end.
    if (before > 0 && found.length === before) break;
  }
  return found;
};

/** The newest denial, whether it was enforced or not. */
export const lastDenial = async (directory: string): Promise<DecisionRecord | undefined> => {
  for await (const { record } of readBackwards(directory, "denied")) return record;
  return undefined;
};

/** The newest `count` decisions, oldest first. */
export const lastDecisions = async (directory: string, count: number): Promise<readonly DecisionRecord[]> => {
  const newest: NumberedRecord[] = [];
  for (const stream of STREAMS) {
    let left = count;
    for await (const found of readBackwards(directory, stream)) {
      if (left === 0) break;
      left -= 1;
      newest.push(found);
    }
  }
  newest.sort(inOrder);
  return newest.slice(Math.max(0, newest.length - count)).map(({ record }) => record);
};

async function* readBackwards(directory: string, stream: Stream): AsyncGenerator<NumberedRecord> {
  for (const { path } of (await listSegments(directory, stream)).toReversed()) {
    for await (const line of readLinesBackwards(path)) {
      const parsed = parseLine(line);
      if (parsed !== undefined) yield parsed;
    }
  }
}

/** Which decisions {@link readAll} gives. */
export type DecisionFilter = {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** ARN of the principal, exactly. */
  readonly principal?: string;
};

/** All decisions, oldest first. */
export async function* readAll(
  directory: string,
  filter: DecisionFilter = {},
): AsyncGenerator<DecisionRecord> {
  const [allowed, denied] = STREAMS.map((stream) => readStream(directory, stream, filter));
  // INVARIANT: there are two streams.
  for await (const { record } of merged(allowed!, denied!)) yield record;
}

async function* readStream(
  directory: string,
  stream: Stream,
  { since = 0, principal }: DecisionFilter,
): AsyncGenerator<NumberedRecord> {
  const segments = await listSegments(directory, stream);
  const needle = principal === undefined ? undefined : member("principal", principal);
  for (const [at, { path }] of segments.entries()) {
    const next = segments[at + 1];
    if (next !== undefined && next.start < since) continue;
    for await (const line of readLines(path, needle)) {
      const parsed = parseLine(line);
      if (parsed === undefined || parsed.record.at < since) continue;
      if (principal === undefined || parsed.record.principal === principal) yield parsed;
    }
  }
}

/** Two streams, each in order, as one in order. */
async function* merged(
  one: AsyncGenerator<NumberedRecord>,
  other: AsyncGenerator<NumberedRecord>,
): AsyncGenerator<NumberedRecord> {
  let [first, second] = [await one.next(), await other.next()];
  while (!first.done && !second.done) {
    if (inOrder(first.value, second.value) <= 0) {
      yield first.value;
      first = await one.next();
    } else {
      yield second.value;
      second = await other.next();
    }
  }
  for (; !first.done; first = await one.next()) yield first.value;
  for (; !second.done; second = await other.next()) yield second.value;
}
