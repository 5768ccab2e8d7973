import type { Held, MemoryTable } from "./memory-table.ts";
import type { Change } from "./table.ts";

/** A table whose types have been forgotten; only its own rows ever go in. */
export type AnyTable = MemoryTable<object, string>;

/** A change of a table, for those who listen. */
export type TableChange = { readonly table: string; readonly change: Change<object> };

/** What a key held before a transaction and holds after it. */
export type RowWrite = {
  readonly table: AnyTable;
  readonly key: string;
  readonly before: Held<object>;
  readonly after: Held<object>;
};

/** What one transaction writes: enough to undo it, and to tell what it changed. */
export class WriteLog {
  readonly #before = new Map<AnyTable, Map<string, Held<object>>>();

  put(table: AnyTable, key: string, row: object): void {
    this.#remember(table, key);
    table.put(key, row);
  }

  delete(table: AnyTable, key: string): void {
    if (table.get(key) === undefined) return;
    this.#remember(table, key);
    table.delete(key);
  }

  /** Puts every row back, in its old place. */
  undo(): void {
    for (const [table, keys] of this.#before) {
      for (const [key, before] of keys) table.restore(key, before);
    }
  }

  /** What each touched key held before the transaction and holds now, where the two differ. */
  changes(): readonly RowWrite[] {
    const changes: RowWrite[] = [];
    for (const [table, keys] of this.#before) {
      for (const [key, before] of keys) {
        const after = table.held(key);
        if (before?.entry !== after?.entry || before?.row !== after?.row) {
          changes.push({ table, key, before, after });
        }
      }
    }
    return changes;
  }

  #remember(table: AnyTable, key: string): void {
    let keys = this.#before.get(table);
    if (keys === undefined) {
      keys = new Map();
      this.#before.set(table, keys);
    }
    // Why the first alone: what came between is no one's business, in undoing and in telling.
    if (!keys.has(key)) keys.set(key, table.held(key));
  }
}
