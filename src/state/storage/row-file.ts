import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StorageError } from "./storage-error.ts";

/** Changes as a flat list, cheap to hand from thread to thread: table, key, value or null, table, key, … */
export type FlatChanges = readonly (string | null)[];

/** "Port" in ASCII: tells `file` and ourselves whose database this is. */
const APPLICATION_ID = 0x506f7274;
const SCHEMA_VERSION = 1;
/** PRAGMA synchronous in numbers. */
const FULL = 2;
/**
 * Pages of 4 KiB that the log may grow by before it is copied back into the database. Keys are random, so most
 * commits touch the same pages of the index again: copying seldom copies each of them once.
 */
const CHECKPOINT_PAGES = 8000;
/** KiB of pages kept in memory: without the index in it, each new key waits for a page to be read. */
const CACHE_KIB = 16_384;
/** A checkpoint waits for the log, then for the database; the first commit after it for the log's new header. */
const FSYNCS_OF_A_CHECKPOINT = 3;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : undefined;

/** https://www.sqlite.org/rescode.html: SQLITE_BUSY, SQLITE_NOTADB. */
const BUSY = 5;
const NOT_A_DATABASE = 26;

/** Creates the file for its owner alone before SQLite would create it for everybody; SQLite copies the mode. */
const createFile = (file: string): void => {
  const made = mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  // Why: a new directory is only there after a crash when its parent is on disk.
  for (const directory of made === undefined ? [] : [dirname(file), dirname(made)]) {
    const handle = openSync(directory, "r");
    fsyncSync(handle);
    closeSync(handle);
  }
};

/**
 * The rows of all tables in one SQLite file, written synchronously. The file is locked for as long as it is
 * open, and the lock ends with the process however it ends.
 */
export class RowFile {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  #pages = 0;
  #fsyncs = 0;

  /** Throws {@link StorageError}. */
  constructor(file: string) {
    this.#file = file;
    createFile(file);
    this.#database = new DatabaseSync(file);
    try {
      this.#prepareFile();
    } catch (error) {
      this.#database.close();
      throw this.#explained(error);
    }
    this.#begin = this.#database.prepare("BEGIN IMMEDIATE");
    this.#commit = this.#database.prepare("COMMIT");
    this.#put = this.#database.prepare(
      "INSERT INTO rows (tableName, key, value) VALUES (?, ?, ?) " +
        "ON CONFLICT (tableName, key) DO UPDATE SET value = excluded.value",
    );
    this.#delete = this.#database.prepare("DELETE FROM rows WHERE tableName = ? AND key = ?");
  }

  /** How often the disk was waited for since the file was opened. */
  get fsyncs(): number {
    return this.#fsyncs;
  }

  /** All rows in the order in which their keys came, as table, key, value, in lists of about `size` rows. */
  *load(size: number): Iterable<string[]> {
    const statement = this.#database.prepare("SELECT tableName, key, value FROM rows ORDER BY position");
    statement.setReturnArrays(true);
    let list: string[] = [];
    // INVARIANT: three columns of text, as the schema says.
    for (const row of statement.iterate() as Iterable<unknown> as Iterable<readonly string[]>) {
      list.push(...row);
      if (list.length >= 3 * size) {
        yield list;
        list = [];
      }
    }
    if (list.length > 0) yield list;
  }

  /** Makes all changes durable, or none. Throws {@link StorageError}; the file must not be used after that. */
  commit(changes: FlatChanges): void {
    try {
      this.#begin.run();
      for (let at = 0; at < changes.length; at += 3) {
        const value = changes[at + 2] ?? null;
        const [table, key] = [changes[at] ?? null, changes[at + 1] ?? null];
        if (value === null) this.#delete.run(table, key);
        else this.#put.run(table, key, value);
        this.#pages += 3 + (value?.length ?? 0) / 4096;
      }
      this.#commit.run();
      this.#fsyncs += 1;
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /** Copies the log back into the database when it has grown enough. To be called when nobody waits. */
  tidy(): void {
    if (this.#pages < CHECKPOINT_PAGES) return;
    this.#pages = 0;
    this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
    this.#fsyncs += FSYNCS_OF_A_CHECKPOINT;
  }

  /** Folds the log into the database and gives up the lock. */
  close(): void {
    this.#database.close();
  }

  #prepareFile(): void {
    const database = this.#database;
    // https://www.sqlite.org/wal.html#noshm: with an exclusive lock before the first access there is no shared
    // memory file either. https://www.sqlite.org/pragma.html#pragma_synchronous: FULL in WAL mode waits for the
    // disk at each commit; fullfsync makes the wait mean something on macOS.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    this.#refuseForeign();
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    // Why ask: SQLite answers with what it could do, for example on a file system without locks, and goes on.
    const journal = String(Object.values(database.prepare("PRAGMA journal_mode").get() ?? {})[0]);
    if (journal !== "wal" || this.#number("synchronous") !== FULL) {
      throw new StorageError("Failed", `${this.#file}: this file system can't keep a durable log`);
    }
    // Why a position of its own: rows come back in the order in which they were first put, and an upsert keeps it.
    database.exec(
      "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS rows (position INTEGER PRIMARY KEY, tableName TEXT NOT NULL, " +
        "key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (tableName, key)) STRICT; " +
        `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
    );
  }

  /** Before the first write, as a database of another program must stay as it is. */
  #refuseForeign(): void {
    const tables = this.#database.prepare("SELECT count(*) AS count FROM sqlite_schema").get();
    if (tables?.["count"] !== 0 && this.#number("application_id") !== APPLICATION_ID) {
      throw new StorageError("Foreign", `${this.#file} is a database of another program`);
    }
    if (this.#number("user_version") > SCHEMA_VERSION) {
      throw new StorageError("Foreign", `${this.#file} was written by a newer version of Portreeve`);
    }
  }

  #number(pragma: string): number {
    return Number(Object.values(this.#database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);
  }

  #explained(error: unknown): StorageError {
    if (error instanceof StorageError) return error;
    const code = codeOf(error);
    if (code === BUSY) {
      const advice = "stop it first, or choose another data folder";
      return new StorageError("InUse", `${this.#file} is in use by another process: ${advice}`, {
        cause: error,
      });
    }
    if (code === NOT_A_DATABASE) {
      return new StorageError("Foreign", `${this.#file} is not a database`, { cause: error });
    }
    return new StorageError("Failed", `${this.#file}: ${messageOf(error)}`, { cause: error });
  }
}
