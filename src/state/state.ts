import type { Batch } from "./batch.ts";
import type { Cipher } from "./cipher.ts";
import { CommitQueue } from "./commit-queue.ts";
import { Listeners } from "./listeners.ts";
import { MemoryTable } from "./memory-table.ts";
import { RowCodec } from "./row-codec.ts";
import type { Storage } from "./storage/storage.ts";
import { loadRows, type StoredRows } from "./stored-rows.ts";
import type { Change, State, StateStatistics, TableDefinition, TableReader, Transaction } from "./table.ts";
import { TransactionTable } from "./transaction-table.ts";
import { type AnyTable, WriteLog } from "./write-log.ts";

/** What a state is made of. */
export type StateOptions = {
  readonly storage: Storage;
  /** Seals the secret members of rows on their way to storage; needed as soon as a table has any. */
  readonly cipher?: Cipher;
  /**
   * Called once, when a commit failed: what is on disk is unknown from then on, so the process must stop. Every
   * transaction that waits for that commit, or comes later, rejects.
   */
  readonly onFailure?: (error: Error) => void;
  /** Told what a listener threw; a process warning when missing. The commit and other listeners go on. */
  readonly onListenerError?: (error: unknown, table: string) => void;
};

/** The state takes no transactions: it was closed, or a commit failed (then `cause` says why). */
export class StateUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StateUnavailableError";
  }
}

const warn = (error: unknown, table: string): void => {
  process.emitWarning(
    `a listener of ${table} failed: ${error instanceof Error ? error.stack : String(error)}`,
  );
};

/**
 * Loads everything from storage and answers the state. Rejects with `SecretKeyError` when the cipher's key is not
 * the one that the stored secrets were sealed with.
 */
export const openState = async (options: StateOptions): Promise<State> =>
  new LiveState(options, await loadRows(options.storage, options.cipher));

class LiveState implements State {
  readonly #options: StateOptions;
  readonly #stored: StoredRows;
  readonly #codec: RowCodec;
  readonly #tables = new Map<string, AnyTable>();
  readonly #listeners: Listeners;
  readonly #queue: CommitQueue;
  #open: WriteLog | undefined;
  #closing: Promise<void> | undefined;
  #transactions = 0;
  #commits = 0;

  constructor(options: StateOptions, stored: StoredRows) {
    this.#options = options;
    this.#stored = stored;
    this.#codec = new RowCodec(options.cipher);
    const codec = options.storage.forgets === true ? undefined : this.#codec;
    this.#queue = new CommitQueue(codec, (batch) => this.#commit(batch));
    this.#listeners = new Listeners(options.onListenerError ?? warn);
  }

  readonly table = <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ): TableReader<Row, Index> => this.#memory(definition);

  readonly transact = async <Value>(work: (transaction: Transaction) => Value): Promise<Value> => {
    this.#assertAvailable();
    try {
      return await this.#afterDurable(this.#run(work));
    } catch (error) {
      // Why: "there is none" or "there is one already" must not tell of what a crash could undo, either.
      await this.#queue.durable();
      throw error;
    }
  };

  readonly subscribe = <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
    listener: (change: Change<Row>) => void,
    // INVARIANT: listeners of a table's name only ever get rows of that table's definition.
  ): (() => void) =>
    this.#listeners.add(definition.name, listener as unknown as (change: Change<object>) => void);

  readonly statistics = (): StateStatistics => {
    let rows = this.#stored.size;
    for (const table of this.#tables.values()) rows += table.size;
    return {
      rows,
      transactions: this.#transactions,
      commits: this.#commits,
      fsyncs: this.#options.storage.statistics?.().fsyncs ?? 0,
    };
  };

  readonly close = (): Promise<void> => {
    this.#closing ??= this.#close();
    return this.#closing;
  };

  async #close(): Promise<void> {
    try {
      await this.#queue.durable();
    } catch {
      // The failure has been told to onFailure and to everyone who waited; what is left is to let go.
    }
    await this.#options.storage.close();
  }

  #assertAvailable(): void {
    const { failure } = this.#queue;
    if (failure !== undefined) {
      throw new StateUnavailableError("the state stopped when a commit failed", { cause: failure });
    }
    if (this.#closing !== undefined) throw new StateUnavailableError("the state is closed");
  }

  #memory<Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ): MemoryTable<Row, Index> {
    const found = this.#tables.get(definition.name);
    if (found !== undefined) {
      if (found.definition !== (definition as unknown)) {
        throw new Error(`two definitions of table ${definition.name}`);
      }
      // INVARIANT: made below from this very definition.
      return found as unknown as MemoryTable<Row, Index>;
    }
    if (this.#options.storage.forgets !== true) this.#codec.assertCanKeep(definition);
    const made = new MemoryTable(definition);
    this.#fill(made);
    this.#tables.set(definition.name, made as unknown as AnyTable);
    return made;
  }

  #fill<Row extends object, Index extends string>(table: MemoryTable<Row, Index>): void {
    const { definition } = table;
    const rows = this.#stored.take(definition.name);
    for (let at = 0; at < rows.length; at += 2) {
      const [stored = "", text = ""] = [rows[at], rows[at + 1]];
      const row = this.#codec.decode(definition, stored, text) as Row;
      // Why not the stored text of the key: the row has the same one, and one of the two can go.
      const key = definition.key(row);
      if (key !== stored) throw new Error(`${definition.name} has a row under ${stored} whose key is ${key}`);
      table.put(key, row);
    }
  }

  #run<Value>(work: (transaction: Transaction) => Value): Value {
    if (this.#open !== undefined) throw new Error("a transaction began inside another one");
    const log = new WriteLog();
    this.#open = log;
    try {
      const value = work(this.#transaction(log));
      if (value instanceof Promise) {
        value.catch(() => {});
        throw new Error("the work of a transaction must be synchronous");
      }
      if (this.#queue.add(log)) this.#transactions += 1;
      return value;
    } catch (error) {
      log.undo();
      throw error;
    } finally {
      this.#open = undefined;
    }
  }

  readonly #writable = (log: WriteLog): void => {
    if (this.#open !== log) throw new Error("a write came after its transaction had ended");
  };

  #transaction(log: WriteLog): Transaction {
    return {
      table: <Row extends object, Index extends string>(definition: TableDefinition<Row, Index>) =>
        new TransactionTable(this.#memory(definition), log, this.#writable),
    };
  }

  async #afterDurable<Value>(value: Value): Promise<Value> {
    const durable = this.#queue.durable();
    if (durable !== undefined) await durable;
    return value;
  }

  async #commit(batch: Batch): Promise<void> {
    const { storage, onFailure } = this.#options;
    try {
      const changes = batch.storedChanges();
      if (storage.forgets === true || changes.length > 0) await storage.commit(changes);
    } catch (error) {
      onFailure?.(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    this.#commits += 1;
    for (const { table, change } of batch.told) this.#listeners.tell(table, change);
  }
}
