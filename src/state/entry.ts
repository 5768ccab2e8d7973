/** A row in memory. One object for as long as its key stays, so that indexes need no touch when it is replaced. */
export type Entry<Row> = {
  readonly key: string;
  row: Row;
  /** Grows with each key that comes to the table: the order of the rows. */
  readonly sequence: number;
};

/** Sorts entries by the order in which their keys came. */
export const inSequence = <Row>(entries: Iterable<Entry<Row>>): readonly Entry<Row>[] =>
  [...entries].sort((one, other) => one.sequence - other.sequence);

/** The rows of entries as they are now, in an array of their own: writing while going through it does no harm. */
export const rowsOf = <Row>(entries: Iterable<Entry<Row>>): Row[] => {
  const rows: Row[] = [];
  for (const entry of entries) rows.push(entry.row);
  return rows;
};

/**
 * Entries that come out in the order of their sequences, wherever they were added. Sorting waits for the next
 * reading, and only happens when an older entry came after a newer one.
 */
export class EntrySet<Row> {
  #entries = new Set<Entry<Row>>();
  #newest = -1;
  #sorted = true;

  get size(): number {
    return this.#entries.size;
  }

  add(entry: Entry<Row>): void {
    this.#entries.add(entry);
    if (entry.sequence < this.#newest) this.#sorted = false;
    else this.#newest = entry.sequence;
  }

  delete(entry: Entry<Row>): void {
    this.#entries.delete(entry);
  }

  rows(): Row[] {
    if (!this.#sorted) this.#entries = new Set(inSequence(this.#entries));
    this.#sorted = true;
    return rowsOf(this.#entries);
  }
}
