import { type Entry, inSequence, rowsOf } from "./entry.ts";
import { type IndexValues, MemoryIndex } from "./memory-index.ts";
import type { TableDefinition, TableReader, ViewDefinition } from "./table.ts";

/** What a key held at some moment; undefined where it held nothing. */
export type Held<Row> = { readonly entry: Entry<Row>; readonly row: Row } | undefined;

type LiveView<Row> = {
  readonly view: unknown;
  readonly changed: (sequence: number, before: Row | undefined, after: Row | undefined) => void;
};

type NamedIndex<Row> = {
  readonly read: (row: Row) => IndexValues;
  readonly index: MemoryIndex<Row>;
};

/** The rows of one table with their secondary indexes; knows nothing of transactions. */
export class MemoryTable<Row extends object, Index extends string> implements TableReader<Row, Index> {
  readonly definition: TableDefinition<Row, Index>;
  #entries = new Map<string, Entry<Row>>();
  /** False once an undone deletion has put an entry behind newer ones. */
  #sorted = true;
  readonly #indexes: readonly NamedIndex<Row>[];
  readonly #byName: ReadonlyMap<string, MemoryIndex<Row>>;
  readonly #views = new Map<unknown, LiveView<Row>>();
  #nextSequence = 0;

  constructor(definition: TableDefinition<Row, Index>) {
    this.definition = definition;
    const byName = new Map<string, MemoryIndex<Row>>();
    const indexes: NamedIndex<Row>[] = [];
    for (const name of Object.keys(definition.indexes) as Index[]) {
      const index = new MemoryIndex<Row>();
      byName.set(name, index);
      indexes.push({ read: definition.indexes[name], index });
    }
    this.#byName = byName;
    this.#indexes = indexes;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Row | undefined {
    return this.#entries.get(key)?.row;
  }

  by(index: Index, value: string): Iterable<Row> {
    return this.#index(index).rows(value);
  }

  countBy(index: Index, value: string): number {
    return this.#index(index).count(value);
  }

  all(): Iterable<Row> {
    if (!this.#sorted) {
      this.#entries = new Map(inSequence(this.#entries.values()).map((entry) => [entry.key, entry]));
      this.#sorted = true;
    }
    return rowsOf(this.#entries.values());
  }

  view<View>(definition: ViewDefinition<Row, View>): View {
    const found = this.#views.get(definition);
    // INVARIANT: made below from this very definition.
    if (found !== undefined) return found.view as View;
    const view = definition.make();
    const changed: LiveView<Row>["changed"] = (sequence, before, after) =>
      definition.changed(view, { sequence, before, after });
    for (const { sequence, row } of this.#entries.values()) changed(sequence, undefined, row);
    this.#views.set(definition, { view, changed });
    return view;
  }

  /** What a key holds now, for {@link restore}. */
  held(key: string): Held<Row> {
    const entry = this.#entries.get(key);
    return entry === undefined ? undefined : { entry, row: entry.row };
  }

  /** Inserts or replaces; freezes the row, whose changes the indexes would never learn of. */
  put(key: string, row: Row): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#attach({ key, row, sequence: this.#nextSequence }, row);
      this.#nextSequence += 1;
    } else this.#replace(entry, row);
    Object.freeze(row);
  }

  /** Removes the row, if there is one. */
  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#detach(entry);
  }

  /** Makes a key hold what it held before, in its old place among the rows. */
  restore(key: string, before: Held<Row>): void {
    const entry = this.#entries.get(key);
    if (before !== undefined && entry === before.entry) {
      this.#replace(entry, before.row);
      return;
    }
    if (entry !== undefined) this.#detach(entry);
    if (before === undefined) return;
    this.#attach(before.entry, before.row);
    this.#sorted = false;
  }

  #attach(entry: Entry<Row>, row: Row): void {
    // Why first: an index function that throws must leave everything as it was.
    const values = this.#indexes.map(({ read }) => read(row));
    entry.row = row;
    this.#entries.set(entry.key, entry);
    this.#indexes.forEach(({ index }, at) => {
      index.move(entry, undefined, values[at]);
    });
    this.#tellViews(entry, undefined, row);
  }

  #replace(entry: Entry<Row>, row: Row): void {
    if (entry.row === row) return;
    const values = this.#indexes.map(({ read }) => read(row));
    this.#indexes.forEach(({ read, index }, at) => {
      index.move(entry, read(entry.row), values[at]);
    });
    const before = entry.row;
    entry.row = row;
    this.#tellViews(entry, before, row);
  }

  #detach(entry: Entry<Row>): void {
    for (const { read, index } of this.#indexes) index.move(entry, read(entry.row), undefined);
    this.#entries.delete(entry.key);
    this.#tellViews(entry, entry.row, undefined);
  }

  #tellViews(entry: Entry<Row>, before: Row | undefined, after: Row | undefined): void {
    for (const { changed } of this.#views.values()) changed(entry.sequence, before, after);
  }

  #index(name: Index): MemoryIndex<Row> {
    const index = this.#byName.get(name);
    if (index === undefined) throw new Error(`table ${this.definition.name} has no index ${name}`);
    return index;
  }
}
