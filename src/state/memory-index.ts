import { type Entry, EntrySet } from "./entry.ts";

/** What an index function answers: the value or values a row is found under. */
export type IndexValues = string | readonly string[] | undefined;

const NONE: readonly string[] = [];

const listOf = (values: IndexValues): readonly string[] => {
  if (values === undefined) return NONE;
  return typeof values === "string" ? [values] : values;
};

/** Values without a row that an index that counts keeps at least before it forgets them. */
const MOST_EMPTY = 1000;

/** A secondary index that tells how many rows there are under each value, and not which. */
export class CountIndex {
  readonly #counts = new Map<string, number>();
  /** How many values are kept that have no row. */
  #empty = 0;

  count(value: string): number {
    return this.#counts.get(value) ?? 0;
  }

  /** Moves a row from the values it was counted under to those it is counted under from now on. */
  move(_entry: unknown, before: IndexValues, after: IndexValues): void {
    if (before === after) return;
    if (typeof before !== "object" && typeof after !== "object") {
      if (before !== undefined) this.#add(before, -1);
      if (after !== undefined) this.#add(after, 1);
      return;
    }
    const [left, kept] = [listOf(before), listOf(after)];
    for (const value of new Set(left)) if (!kept.includes(value)) this.#add(value, -1);
    for (const value of new Set(kept)) if (!left.includes(value)) this.#add(value, 1);
  }

  #add(value: string, more: number): void {
    const before = this.#counts.get(value);
    const count = (before ?? 0) + more;
    this.#counts.set(value, count);
    if (count === 0) this.#empty += 1;
    else if (before === 0) this.#empty -= 1;
    if (this.#empty > MOST_EMPTY && this.#empty > this.#counts.size / 2) this.#sweep();
  }

  // Why late: values come and go with each task of an instance, and a map that forgets each is made anew all the time.
  #sweep(): void {
    for (const [value, count] of this.#counts) if (count === 0) this.#counts.delete(value);
    this.#empty = 0;
  }
}

/** One secondary index: value → entries. */
export class MemoryIndex<Row> {
  // Why two forms: most indexes are near unique, and a set for a single entry costs more than the entry.
  readonly #buckets = new Map<string, Entry<Row> | EntrySet<Row>>();

  rows(value: string): Row[] {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) return [];
    return bucket instanceof EntrySet ? bucket.rows() : [bucket.row];
  }

  count(value: string): number {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) return 0;
    return bucket instanceof EntrySet ? bucket.size : 1;
  }

  /** Moves an entry from the values it was found under to those it is found under from now on. */
  move(entry: Entry<Row>, before: IndexValues, after: IndexValues): void {
    if (before === after) return;
    if (typeof before !== "object" && typeof after !== "object") {
      if (before !== undefined) this.#remove(before, entry);
      if (after !== undefined) this.#add(after, entry);
      return;
    }
    const [left, kept] = [listOf(before), listOf(after)];
    for (const value of left) if (!kept.includes(value)) this.#remove(value, entry);
    for (const value of kept) if (!left.includes(value)) this.#add(value, entry);
  }

  #add(value: string, entry: Entry<Row>): void {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) this.#buckets.set(value, entry);
    else if (bucket instanceof EntrySet) bucket.add(entry);
    else if (bucket !== entry) {
      const several = new EntrySet<Row>();
      several.add(bucket);
      several.add(entry);
      this.#buckets.set(value, several);
    }
  }

  #remove(value: string, entry: Entry<Row>): void {
    const bucket = this.#buckets.get(value);
    if (bucket === entry) this.#buckets.delete(value);
    if (!(bucket instanceof EntrySet)) return;
    bucket.delete(entry);
    if (bucket.size === 0) this.#buckets.delete(value);
  }
}
