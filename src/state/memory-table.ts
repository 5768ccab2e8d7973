import { type Entry, inSequence, rowsOf } from "./entry.ts";
import { CountIndex, type IndexValues, MemoryIndex } from "./memory-index.ts";
import type { TableDefinition, TableReader, ViewDefinition } from "./table.ts";

/** What a key held at some moment; undefined where it held nothing. */
export type Held<Row> = { readonly entry: Entry<Row>; readonly row: Row } | undefined;

type LiveView<Row> = {
  readonly view: unknown;
  readonly changed: (sequence: number, before: Row | undefined, after: Row | undefined) => void;
};

type NamedIndex<Row> = {
  readonly read: (row: Row) => IndexValues;
  readonly index: MemoryIndex<Row> | CountIndex;
  /** A bit for each of the members that it looks at; every bit for one that does not say. */
  readonly looksAt: number;
};

const ANY_MEMBER = -1;
/** As many members as a number has bits to tell them by. */
const MOST_MEMBERS = 30;

/** The rows of one table with their secondary indexes; knows nothing of transactions. */
export class MemoryTable<Row extends object, Index extends string> implements TableReader<Row, Index> {
  readonly definition: TableDefinition<Row, Index>;
  #entries = new Map<string, Entry<Row>>();
  /** False once an undone deletion has put an entry behind newer ones. */
  #sorted = true;
  readonly #indexes: readonly NamedIndex<Row>[];
  readonly #byName: ReadonlyMap<string, MemoryIndex<Row> | CountIndex>;
  /** The members that indexes say they look at; the place of each is its bit. */
  readonly #members: readonly (keyof Row & string)[];
  readonly #views = new Map<unknown, LiveView<Row>>();
  #nextSequence = 0;

  constructor(definition: TableDefinition<Row, Index>) {
    this.definition = definition;
    const byName = new Map<string, MemoryIndex<Row> | CountIndex>();
    const indexes: NamedIndex<Row>[] = [];
    const { counts = [] } = definition;
    const reads: TableDefinition<Row, Index>["reads"] & object = definition.reads ?? {};
    const members = [...new Set(Object.values<readonly (keyof Row & string)[] | undefined>(reads).flat())];
    this.#members = members.filter((member) => member !== undefined).slice(0, MOST_MEMBERS);
    for (const name of Object.keys(definition.indexes) as Index[]) {
      const index = counts.includes(name) ? new CountIndex() : new MemoryIndex<Row>();
      byName.set(name, index);
      indexes.push({ read: definition.indexes[name], index, looksAt: this.#bitsOf(reads[name]) });
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
    const found = this.#index(index);
    if (found instanceof CountIndex) throw new Error(`index ${index} of ${this.definition.name} only counts`);
    return found.rows(value);
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
    const before = entry.row;
    const changed = this.#changedMembers(before, row);
    const concerned = this.#indexes.filter(({ looksAt }) => (looksAt & changed) !== 0);
    // Why first: an index function that throws must leave everything as it was.
    const values = concerned.map(({ read }) => read(row));
    concerned.forEach(({ read, index }, at) => {
      index.move(entry, read(before), values[at]);
    });
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

  #bitsOf(members: readonly (keyof Row & string)[] | undefined): number {
    if (members === undefined) return ANY_MEMBER;
    const places = members.map((member) => this.#members.indexOf(member));
    return places.includes(-1) ? ANY_MEMBER : places.reduce((bits, place) => bits | (1 << place), 0);
  }

  /** A bit for each member that differs, and one more for those that no index told of. */
  #changedMembers(before: Row, after: Row): number {
    let bits = 1 << MOST_MEMBERS;
    for (let place = 0; place < this.#members.length; place += 1) {
      // INVARIANT: `place` is a place of the list.
      const member = this.#members[place]!;
      if (before[member] !== after[member]) bits |= 1 << place;
    }
    return bits;
  }

  #index(name: Index): MemoryIndex<Row> | CountIndex {
    const index = this.#byName.get(name);
    if (index === undefined) throw new Error(`table ${this.definition.name} has no index ${name}`);
    return index;
  }
}
