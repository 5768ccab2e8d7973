import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cancel, World } from "../world.ts";
import { removeExpired, SEGMENT_TIME, type Stream, segmentName } from "./segments.ts";

/** How a stream of lines is written. */
export type SegmentWriterOptions = {
  readonly directory: string;
  readonly stream: Stream;
  readonly world: World;
  /** What a segment grows to before the next begins. */
  readonly segmentBytes: number;
  readonly days: number;
  readonly bytes: number;
  /** How long a line may wait for others to be written with, in milliseconds. */
  readonly delay: number;
  readonly onError: (error: Error) => void;
};

/** After a failed write, in milliseconds. */
const RETRY_DELAY = 1000;
const LINE_FEED = 10;
const NOTHING: Buffer = Buffer.alloc(0);
/** Of UTF-8 for one UTF-16 code unit. */
const MOST_BYTES = 3;
const BUFFER_SIZE = 2 ** 16;
/** What a buffer may have grown to and still be kept for the next lines. */
const MOST_SPARE = 2 ** 21;

/** Appends lines to the segments of a stream, many at a time, in the background. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  // Why bytes and not the lines: strings that live until they are written cost the garbage collector more than all else.
  #waiting: Buffer = Buffer.allocUnsafe(BUFFER_SIZE);
  #waitingBytes = 0;
  #spare: Buffer | undefined;
  #rest: Buffer = NOTHING;
  #handle: FileHandle | undefined;
  #start = 0;
  #written = 0;
  #timer: Cancel | undefined;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  /** Bytes that have not been handed to the operating system. */
  get backlog(): number {
    return this.#waitingBytes + this.#rest.length;
  }

  /** Takes a line, which ends with a line feed; returns at once. */
  append(line: string): void {
    const room = this.#waitingBytes + line.length * MOST_BYTES;
    if (room > this.#waiting.length) {
      const larger = Buffer.allocUnsafe(Math.max(room, this.#waiting.length * 2));
      this.#waiting.copy(larger, 0, 0, this.#waitingBytes);
      this.#waiting = larger;
    }
    this.#waitingBytes += this.#waiting.write(line, this.#waitingBytes, "utf8");
    this.#writeIn(this.#options.delay);
  }

  /** Resolves when every line so far is in its file; rejects when it could not be written. */
  async flush(): Promise<void> {
    while (this.backlog > 0 || this.#writing !== undefined) {
      this.#writing ??= this.#write();
      await this.#writing;
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  /**
   * Removes what retention keeps no longer; for a log that nothing is written to, as each new segment does it too.
   * A segment that had its day is left, so that it can expire in its turn.
   */
  async expire(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    this.#writing = this.#expire();
    await this.#writing;
  }

  async #expire(): Promise<void> {
    if (this.#options.world.now() - this.#start >= SEGMENT_TIME) await this.#leaveSegment();
    await this.#removeExpired();
    this.#writing = undefined;
    if (this.backlog > 0) this.#writeIn(this.#options.delay);
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#timer?.();
      await this.#leaveSegment();
    }
  }

  #writeIn(milliseconds: number): void {
    if (this.#timer !== undefined || this.#writing !== undefined) return;
    this.#timer = this.#options.world.after(milliseconds, () => {
      this.#timer = undefined;
      if (this.backlog > 0) this.#writing ??= this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    this.#failure = undefined;
    try {
      while (this.backlog > 0) await this.#writeBatch();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#options.onError(this.#failure);
      await this.#leaveSegment();
    }
    this.#writing = undefined;
    if (this.backlog > 0) this.#writeIn(RETRY_DELAY);
  }

  async #writeBatch(): Promise<void> {
    const buffer = this.#waiting;
    const taken = buffer.subarray(0, this.#waitingBytes);
    const batch = this.#rest.length === 0 ? taken : Buffer.concat([this.#rest, taken]);
    this.#waiting = this.#spare ?? Buffer.allocUnsafe(BUFFER_SIZE);
    this.#spare = undefined;
    this.#waitingBytes = 0;
    this.#rest = batch;
    const handle = await this.#segment();
    let done = 0;
    try {
      while (done < batch.length) done += (await handle.write(batch, done)).bytesWritten;
    } finally {
      // Why from the line's beginning: a segment that failed is left, and may end with a torn line.
      const whole = done === 0 ? 0 : batch.lastIndexOf(LINE_FEED, done - 1) + 1;
      this.#rest = whole === batch.length ? NOTHING : batch.subarray(whole);
      this.#written += done;
      if (this.#rest === NOTHING && buffer.length <= MOST_SPARE) this.#spare = buffer;
    }
  }

  /** The file to write to: a new one at the start, when the last is full, and each day so that days can expire. */
  async #segment(): Promise<FileHandle> {
    const { directory, stream, world, segmentBytes } = this.#options;
    const now = world.now();
    if (this.#handle !== undefined) {
      if (this.#written < segmentBytes && now - this.#start < SEGMENT_TIME) return this.#handle;
      await this.#leaveSegment();
    }
    // Why never an old file: it may end with a line that a kill tore.
    for (let start = Math.max(now, this.#start + 1); this.#handle === undefined; start += 1) {
      this.#start = start;
      this.#handle = await createIfMissing(join(directory, segmentName(stream, start)));
    }
    this.#written = 0;
    await this.#removeExpired();
    return this.#handle;
  }

  // Why not let it fail: what can't be removed must not keep decisions from being written.
  async #removeExpired(): Promise<void> {
    const { directory, stream, world, days, bytes, onError } = this.#options;
    const written =
      this.#handle === undefined ? undefined : join(directory, segmentName(stream, this.#start));
    await removeExpired(directory, stream, { days, bytes, now: world.now() }, written).catch(onError);
  }

  async #leaveSegment(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle === undefined) return;
    const { directory, stream, onError } = this.#options;
    await handle.close().catch(onError);
    // Why: a full disk takes an empty file with each try.
    if (this.#written === 0) {
      await rm(join(directory, segmentName(stream, this.#start)), { force: true }).catch(onError);
    }
  }
}

const createIfMissing = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, "ax", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  }
};
