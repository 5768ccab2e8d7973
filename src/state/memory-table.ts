import type { TableDefinition, TableReader } from "./table.ts";

type IndexEntries<Row> = Map<string, Map<string, Row>>;

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

const valuesOf = (value: string | readonly string[] | undefined): readonly string[] => {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
};

/** The rows of one table with their secondary indexes; knows nothing of transactions. */
export class MemoryTable<Row extends object, Index extends string> implements TableReader<Row, Index> {
  readonly definition: TableDefinition<Row, Index>;
  readonly #rows = new Map<string, Row>();
  readonly #indexes: readonly [
    Index,
    (row: Row) => string | readonly string[] | undefined,
    IndexEntries<Row>,
  ][];
  readonly #byName: Map<string, IndexEntries<Row>>;

  constructor(definition: TableDefinition<Row, Index>) {
    this.definition = definition;
    const names = Object.keys(definition.indexes) as Index[];
    this.#indexes = names.map((name) => [name, definition.indexes[name], new Map()]);
    this.#byName = new Map(this.#indexes.map(([name, , entries]) => [name, entries]));
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  by(index: Index, value: string): Iterable<Row> {
    return (this.#byName.get(index)?.get(value) ?? NONE).values();
  }

  countBy(index: Index, value: string): number {
    return this.#byName.get(index)?.get(value)?.size ?? 0;
  }

  all(): Iterable<Row> {
    return this.#rows.values();
  }

  /** Sets or, with undefined, removes the row of a key; returns what was there. */
  set(key: string, row: Row | undefined): Row | undefined {
    const before = this.#rows.get(key);
    if (row === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
    for (const [, read, entries] of this.#indexes) this.#reindex(entries, read, key, before, row);
    return before;
  }

  #reindex(
    entries: IndexEntries<Row>,
    read: (row: Row) => string | readonly string[] | undefined,
    key: string,
    before: Row | undefined,
    after: Row | undefined,
  ): void {
    const kept = after === undefined ? [] : valuesOf(read(after));
    for (const value of before === undefined ? [] : valuesOf(read(before))) {
      if (kept.includes(value)) continue;
      const found = entries.get(value);
      found?.delete(key);
      if (found?.size === 0) entries.delete(value);
    }
    if (after === undefined) return;
    for (const value of kept) {
      const found = entries.get(value);
      if (found === undefined) entries.set(value, new Map([[key, after]]));
      else found.set(key, after);
    }
  }
}
