import { MemoryTable } from "./memory-table.ts";
import type { Storage, StoredChange } from "./storage/storage.ts";
import type { Change, State, TableDefinition, TableReader, TableWriter, Transaction } from "./table.ts";

/** What a state is made of. */
export type StateOptions = {
  readonly storage: Storage;
  /** Encrypts and decrypts the secret members of rows on their way to and from storage. */
  readonly cipher?: { readonly seal: (plain: string) => string; readonly open: (sealed: string) => string };
  /**
   * Called when a commit failed: what is on disk is unknown from then on, so the process must stop. Every
   * transaction that waits for that commit rejects.
   */
  readonly onFailure?: (error: Error) => void;
};

type AnyTable = MemoryTable<object, string>;
type Undo = { readonly table: AnyTable; readonly key: string; readonly before: object | undefined };
type Listener = (change: Change<object>) => void;

/** Loads everything from storage and answers the state. */
export const openState = async (options: StateOptions): Promise<State> => {
  const tables = new Map<string, AnyTable>();
  const listeners = new Map<string, Set<Listener>>();
  const unclaimed = new Map<string, Map<string, string>>();
  for (const { table, key, value } of await options.storage.load()) {
    const rows = unclaimed.get(table) ?? new Map<string, string>();
    unclaimed.set(table, rows.set(key, value));
  }
  return new LiveState(options, tables, listeners, unclaimed);
};

class LiveState implements State {
  readonly #options: StateOptions;
  readonly #tables: Map<string, AnyTable>;
  readonly #listeners: Map<string, Set<Listener>>;
  readonly #unclaimed: Map<string, Map<string, string>>;
  /** Changes of transactions that no commit has taken yet, newest value of each row last. */
  #pending: { table: AnyTable; key: string; before: object | undefined; after: object | undefined }[] = [];
  #nextCommit: Promise<void> | undefined;
  #lastCommit: Promise<void> | undefined;
  #open: Undo[] | undefined;

  constructor(
    options: StateOptions,
    tables: Map<string, AnyTable>,
    listeners: Map<string, Set<Listener>>,
    unclaimed: Map<string, Map<string, string>>,
  ) {
    this.#options = options;
    this.#tables = tables;
    this.#listeners = listeners;
    this.#unclaimed = unclaimed;
  }

  readonly table = <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ): TableReader<Row, Index> => this.#memory(definition);

  readonly transact = async <Value>(work: (transaction: Transaction) => Value): Promise<Value> => {
    const value = this.#run(work);
    const durable = this.#durable();
    if (durable !== undefined) await durable;
    return value;
  };

  readonly subscribe = <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
    listener: (change: Change<Row>) => void,
  ): (() => void) => {
    const found = this.#listeners.get(definition.name) ?? new Set<Listener>();
    this.#listeners.set(definition.name, found);
    // INVARIANT: listeners of a table's name only ever get rows of that table's definition.
    const untyped = listener as unknown as Listener;
    found.add(untyped);
    return () => found.delete(untyped);
  };

  readonly close = async (): Promise<void> => {
    await this.#durable();
    await this.#options.storage.close();
  };

  #memory<Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ): MemoryTable<Row, Index> {
    const found = this.#tables.get(definition.name);
    // INVARIANT: one definition per table name.
    if (found !== undefined) return found as unknown as MemoryTable<Row, Index>;
    const made = new MemoryTable(definition);
    for (const [key, value] of this.#unclaimed.get(definition.name) ?? []) {
      made.set(key, this.#thaw(definition, value));
    }
    this.#unclaimed.delete(definition.name);
    this.#tables.set(definition.name, made as unknown as AnyTable);
    return made;
  }

  #run<Value>(work: (transaction: Transaction) => Value): Value {
    if (this.#open !== undefined) throw new Error("a transaction began inside another one");
    const undo: Undo[] = [];
    this.#open = undo;
    try {
      const value = work({ table: (definition) => this.#writer(definition, undo) });
      if (value instanceof Promise) throw new Error("the work of a transaction must be synchronous");
      for (const { table, key, before } of undo) {
        this.#pending.push({ table, key, before, after: table.get(key) });
      }
      return value;
    } catch (error) {
      for (const { table, key, before } of undo.reverse()) table.set(key, before);
      throw error;
    } finally {
      this.#open = undefined;
    }
  }

  #writer<Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
    undo: Undo[],
  ): TableWriter<Row, Index> {
    const memory = this.#memory(definition);
    const table = memory as unknown as AnyTable;
    const write = (key: string, row: Row | undefined): void => {
      if (this.#open !== undo) throw new Error("a write came after its transaction had ended");
      undo.push({ table, key, before: memory.set(key, row) });
    };
    return {
      get: (key) => memory.get(key),
      by: (index, value) => memory.by(index, value),
      countBy: (index, value) => memory.countBy(index, value),
      all: () => memory.all(),
      get size() {
        return memory.size;
      },
      put: (row) => write(definition.key(row), row),
      delete: (key) => {
        if (memory.get(key) !== undefined) write(key, undefined);
      },
    };
  }

  /** Resolves when all that has been written so far is durable; undefined when it already is. */
  #durable(): Promise<void> | undefined {
    if (this.#pending.length === 0) return this.#lastCommit;
    this.#nextCommit ??= this.#schedule();
    return this.#nextCommit;
  }

  async #schedule(): Promise<void> {
    // Group commit: while one commit is on its way, all transactions that arrive share the next one.
    await (this.#lastCommit ?? new Promise<void>((resolve) => setImmediate(resolve)));
    const batch = this.#pending;
    this.#pending = [];
    const commit = this.#commit(batch);
    this.#lastCommit = commit;
    this.#nextCommit = undefined;
    await commit;
    if (this.#lastCommit === commit) this.#lastCommit = undefined;
  }

  async #commit(
    batch: { table: AnyTable; key: string; before: object | undefined; after: object | undefined }[],
  ): Promise<void> {
    const latest = new Map<string, StoredChange>();
    for (const { table, key, after } of batch) {
      const name = table.definition.name;
      latest.set(`${name}\n${key}`, {
        table: name,
        key,
        ...(after === undefined ? {} : { value: this.#freeze(table.definition, after) }),
      });
    }
    try {
      await this.#options.storage.commit([...latest.values()]);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#options.onFailure?.(failure);
      throw failure;
    }
    for (const { table, key, before, after } of batch) {
      for (const listener of this.#listeners.get(table.definition.name) ?? []) {
        listener({
          key,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        });
      }
    }
  }

  #freeze(definition: TableDefinition<object, string>, row: object): string {
    const { cipher } = this.#options;
    const secrets: readonly string[] = definition.secrets ?? [];
    if (cipher === undefined || secrets.length === 0) return JSON.stringify(row);
    return JSON.stringify(row, (name, value: unknown) =>
      secrets.includes(name) && typeof value === "string" ? cipher.seal(value) : value,
    );
  }

  #thaw<Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
    text: string,
  ): Row {
    const { cipher } = this.#options;
    const secrets: readonly string[] = definition.secrets ?? [];
    if (cipher === undefined || secrets.length === 0) return JSON.parse(text) as Row;
    return JSON.parse(text, (name, value: unknown) =>
      secrets.includes(name) && typeof value === "string" ? cipher.open(value) : value,
    ) as Row;
  }
}
