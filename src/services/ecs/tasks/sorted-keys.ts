const LONGEST_PART = 512;

/** Distinct texts in their order, in parts of a few hundred: what comes or goes moves one part only. */
export class SortedKeys {
  readonly #parts: string[][];

  /** @param keys in any order, without repetition */
  constructor(keys: readonly string[]) {
    const sorted = [...keys].sort(compare);
    this.#parts = [];
    for (let at = 0; at < sorted.length; at += LONGEST_PART / 2) {
      this.#parts.push(sorted.slice(at, at + LONGEST_PART / 2));
    }
  }

  add(key: string): void {
    const part = Math.min(this.#partOf(key), this.#parts.length - 1);
    const keys = this.#parts[part];
    if (keys === undefined) {
      this.#parts.push([key]);
      return;
    }
    const place = placeOf(keys, key);
    if (keys[place] === key) return;
    keys.splice(place, 0, key);
    if (keys.length > LONGEST_PART) this.#parts.splice(part + 1, 0, keys.splice(LONGEST_PART / 2));
  }

  delete(key: string): void {
    const part = this.#partOf(key);
    const keys = this.#parts[part];
    if (keys === undefined) return;
    const place = placeOf(keys, key);
    if (keys[place] === key) keys.splice(place, 1);
    if (keys.length === 0) this.#parts.splice(part, 1);
  }

  /** The keys after one, or all; nothing may come or go meanwhile. */
  *after(key: string | undefined): Iterable<string> {
    const first = key === undefined ? 0 : this.#partOf(key);
    for (let part = first; part < this.#parts.length; part += 1) {
      for (const each of this.#parts[part] ?? []) if (key === undefined || each > key) yield each;
    }
  }

  /** The first part whose last key is not before `key`; one past the end when there is none. */
  #partOf(key: string): number {
    let [low, high] = [0, this.#parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#parts[middle]?.at(-1) ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const placeOf = (keys: readonly string[], key: string): number => {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
};
