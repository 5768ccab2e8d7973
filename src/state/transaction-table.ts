import type { MemoryTable } from "./memory-table.ts";
import type { TableWriter, ViewDefinition } from "./table.ts";
import type { AnyTable, WriteLog } from "./write-log.ts";

/** One table as a transaction sees it. A class, as every call makes some and most of them read one row. */
export class TransactionTable<Row extends object, Index extends string> implements TableWriter<Row, Index> {
  readonly #table: MemoryTable<Row, Index>;
  readonly #log: WriteLog;
  readonly #writable: (log: WriteLog) => void;

  /** @param writable throws when the transaction is over */
  constructor(table: MemoryTable<Row, Index>, log: WriteLog, writable: (log: WriteLog) => void) {
    this.#table = table;
    this.#log = log;
    this.#writable = writable;
  }

  get(key: string): Row | undefined {
    return this.#table.get(key);
  }

  by(index: Index, value: string): Iterable<Row> {
    return this.#table.by(index, value);
  }

  countBy(index: Index, value: string): number {
    return this.#table.countBy(index, value);
  }

  all(): Iterable<Row> {
    return this.#table.all();
  }

  view<View>(definition: ViewDefinition<Row, View>): View {
    return this.#table.view(definition);
  }

  get size(): number {
    return this.#table.size;
  }

  put(row: Row): void {
    this.#writable(this.#log);
    const key: unknown = this.#table.definition.key(row);
    if (typeof key !== "string") throw new TypeError(`a row of ${this.#table.definition.name} has no key`);
    this.#log.put(this.#untyped, key, row);
  }

  delete(key: string): void {
    this.#writable(this.#log);
    this.#log.delete(this.#untyped, key);
  }

  get #untyped(): AnyTable {
    // INVARIANT: only rows of this table's own type are written through it.
    return this.#table as unknown as AnyTable;
  }
}
