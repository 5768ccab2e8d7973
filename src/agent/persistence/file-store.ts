import { type FileHandle, mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { type Store, StoreError } from "./store.ts";

const smallestRewrite = 64 * 1024;

const read = async (file: string): Promise<Map<string, unknown>> => {
  const entries = new Map<string, unknown>();
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return entries;
    throw new StoreError(`cannot read ${file}`, { cause: error });
  }
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    try {
      const [key, value] = JSON.parse(line) as readonly [string, unknown];
      if (value === undefined || value === null) entries.delete(key);
      else entries.set(key, value);
    } catch (error) {
      // Why only the last line may be torn: a crash cuts what was being appended, never what was synced before.
      if (index === lines.length - 1) break;
      throw new StoreError(`${file} is damaged in line ${index + 1}`, { cause: error });
    }
  }
  return entries;
};

const lineOf = (key: string, value: unknown): string => `${JSON.stringify([key, value ?? null])}\n`;

/** Writes the whole map beside the old file and moves it into place, so that a crash leaves one or the other. */
const rewrite = async (file: string, entries: ReadonlyMap<string, unknown>): Promise<FileHandle> => {
  const temporary = `${file}.new`;
  const handle = await open(temporary, "w", 0o600);
  const lines: string[] = [];
  for (const [key, value] of entries) lines.push(lineOf(key, value));
  await handle.writeFile(lines.join(""));
  await handle.datasync();
  await rename(temporary, file);
  const folder = await open(dirname(file), "r");
  await folder.sync();
  await folder.close();
  return handle;
};

/**
 * Opens (or makes) a store in one file: a log of JSON lines `[key, value]`, rewritten when more than half of it is
 * history. Changes that come while a sync is running share the next one.
 *
 * @throws StoreError if the file cannot be read, is damaged before its last line, or cannot be written
 */
export const openFileStore = async (file: string): Promise<Store> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const entries = await read(file);
  let handle = await rewrite(file, entries).catch((error: unknown) => {
    throw new StoreError(`cannot write ${file}`, { cause: error });
  });
  let size = (await handle.stat()).size;
  let rewriteAt = Math.max(smallestRewrite, size * 2);
  let pending: string[] = [];
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    waiting = undefined;
    if (pending.length === 0) return;
    const text = pending.join("");
    pending = [];
    try {
      if (size + text.length > rewriteAt) {
        const old = handle;
        handle = await rewrite(file, entries);
        await old.close();
        size = (await handle.stat()).size;
        rewriteAt = Math.max(smallestRewrite, size * 2);
        return;
      }
      await handle.appendFile(text);
      await handle.datasync();
      size += text.length;
    } catch (error) {
      throw new StoreError(`cannot write ${file}`, { cause: error });
    }
  };

  const flushed = (): Promise<void> => {
    if (waiting === undefined) {
      waiting = running.then(write);
      running = waiting;
      // Why: whoever asked sees the rejection; the chain itself must not count as unhandled.
      running.catch(() => {});
    }
    return waiting;
  };

  const change = (key: string, value: unknown): void => {
    pending.push(lineOf(key, value));
    flushed().catch(() => {});
  };

  return {
    entries,
    put: (key, value) => {
      entries.set(key, value);
      change(key, value);
    },
    remove: (key) => {
      if (entries.delete(key)) change(key, null);
    },
    flushed,
    close: async () => {
      await flushed();
      await handle.close();
    },
  };
};
