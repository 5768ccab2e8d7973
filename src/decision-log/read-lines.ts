import { open } from "node:fs/promises";

/** Backwards, the first few lines are what is wanted; forwards, all of them. */
const CHUNK = 64 * 1024;
const FORWARD_CHUNK = 1024 * 1024;
const LINE_FEED = 10;

/**
 * The whole lines of a file, as far as it had grown when the reading began; what follows the last line feed is
 * still being written, or was torn. With `containing`, only stretches that have it are looked at: lines without
 * it may come too. A file that is gone has no lines.
 */
export async function* readLines(path: string, containing?: string): AsyncGenerator<string> {
  await using file = await openIfThere(path);
  if (file === undefined) return;
  const needle = containing === undefined ? undefined : Buffer.from(containing);
  const end = (await file.stat()).size;
  let buffer = Buffer.allocUnsafe(Math.min(FORWARD_CHUNK, end));
  let carried = 0;
  for (let position = 0; position < end; ) {
    if (carried === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const size = Math.min(buffer.length - carried, end - position);
    await readFully(file, buffer.subarray(carried, carried + size), position);
    position += size;
    const read = buffer.subarray(0, carried + size);
    const whole = read.lastIndexOf(LINE_FEED) + 1;
    const found = whole > 0 && (needle === undefined || read.subarray(0, whole).includes(needle));
    if (found) yield* read.toString("utf8", 0, whole - 1).split("\n");
    read.copyWithin(0, whole);
    carried = read.length - whole;
  }
}

/** The whole lines of a file from the last to the first. */
export async function* readLinesBackwards(path: string): AsyncGenerator<string> {
  await using file = await openIfThere(path);
  if (file === undefined) return;
  let position = (await file.stat()).size;
  // What stands before the first line feed of what has been read: the end of a line, or behind the last one, torn.
  let tail: Buffer | undefined;
  while (position > 0) {
    const size = Math.min(CHUNK, position);
    position -= size;
    const chunk = Buffer.alloc(size);
    await readFully(file, chunk, position);
    const first = chunk.indexOf(LINE_FEED);
    if (first === -1) {
      if (tail !== undefined) tail = Buffer.concat([chunk, tail]);
      continue;
    }
    const last = chunk.lastIndexOf(LINE_FEED);
    if (tail !== undefined) yield Buffer.concat([chunk.subarray(last + 1), tail]).toString("utf8");
    if (last > first)
      yield* chunk
        .toString("utf8", first + 1, last)
        .split("\n")
        .reverse();
    tail = chunk.subarray(0, first);
  }
  if (tail !== undefined) yield tail.toString("utf8");
}

type File = Awaited<ReturnType<typeof open>>;

const openIfThere = async (path: string): Promise<File | undefined> => {
  try {
    return await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

const readFully = async (file: File, buffer: Buffer, position: number): Promise<void> => {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw new Error("a file of the decision log shrank while it was read");
    done += bytesRead;
  }
};
