import type { RowCodec } from "./row-codec.ts";
import type { StoredChange } from "./storage/storage.ts";
import type { AnyTable, TableChange, WriteLog } from "./write-log.ts";

type PendingRow = {
  /** The sequence of the entry that storage has under the key; undefined when it has none. */
  readonly stored: number | undefined;
  /** What it shall have. */
  readonly latest: { readonly sequence: number; readonly text: string } | undefined;
};

/** The writes of all transactions that share one commit. */
export class Batch {
  readonly #codec: RowCodec | undefined;
  readonly #rows = new Map<AnyTable, Map<string, PendingRow>>();
  readonly #told: TableChange[] = [];
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;

  /** Without a codec nothing is kept for storage. */
  constructor(codec: RowCodec | undefined) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Why: each transaction waits for itself, but a batch that nobody waits for must not end the process.
    promise.catch(() => {});
    this.#codec = codec;
    this.durable = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /**
   * Takes a finished transaction in; answers whether it changed anything. Throws, and takes nothing, when a row
   * is no JSON value: that must fail its own transaction and not the commit that it would share.
   */
  add(log: WriteLog): boolean {
    const codec = this.#codec;
    const changes = log.changes();
    // All before any: see above.
    const texts =
      codec &&
      changes.map(({ table, key, after }) => after && codec.encode(table.definition, key, after.row));
    changes.forEach(({ table, key, before, after }, place) => {
      if (texts !== undefined) {
        this.#keep(table, key, before?.entry.sequence, after?.entry.sequence, texts[place]);
      }
      const change: { key: string; before?: object; after?: object } = { key };
      if (before !== undefined) change.before = before.row;
      if (after !== undefined) change.after = after.row;
      this.#told.push({ table: table.definition.name, change });
    });
    return changes.length > 0;
  }

  /** Whether no transaction changed anything. */
  get empty(): boolean {
    return this.#told.length === 0;
  }

  /** Every change of every transaction, in their order. */
  get told(): readonly TableChange[] {
    return this.#told;
  }

  /** What storage must do so that it holds the rows that memory holds, in the order that memory has. */
  storedChanges(): readonly StoredChange[] {
    const changes: StoredChange[] = [];
    for (const [table, keys] of this.#rows) {
      const { name } = table.definition;
      const puts: { key: string; sequence: number; text: string }[] = [];
      for (const [key, { stored, latest }] of keys) {
        if (stored !== undefined && stored !== latest?.sequence) changes.push({ table: name, key });
        if (latest !== undefined) puts.push({ key, ...latest });
      }
      puts.sort((one, other) => one.sequence - other.sequence);
      for (const { key, text } of puts) changes.push({ table: name, key, value: text });
    }
    return changes;
  }

  #keep(
    table: AnyTable,
    key: string,
    before: number | undefined,
    after: number | undefined,
    text: string | undefined,
  ): void {
    let keys = this.#rows.get(table);
    if (keys === undefined) {
      keys = new Map();
      this.#rows.set(table, keys);
    }
    const pending = keys.get(key);
    keys.set(key, {
      stored: pending === undefined ? before : pending.stored,
      latest: after === undefined || text === undefined ? undefined : { sequence: after, text },
    });
  }
}
