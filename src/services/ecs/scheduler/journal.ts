/** Changes that a reader may be behind with, at the least; who is further behind reads everything anew. */
const KEPT = 20_000;

/** Names what has changed, in order, so that readers can catch up with what they have not seen. */
export class Journal {
  #changed: string[] = [];
  /** How many changes came before those that are kept. */
  #forgotten = 0;

  /** Where a reader is who has seen everything. */
  get end(): number {
    return this.#forgotten + this.#changed.length;
  }

  add(changed: string): void {
    this.#changed.push(changed);
    if (this.#changed.length < 2 * KEPT) return;
    this.#changed = this.#changed.slice(KEPT);
    this.#forgotten += KEPT;
  }

  /** Adds what changed since `position` to `changed`; false when that is not known any more. */
  readSince(position: number, changed: Set<string>): boolean {
    if (position < this.#forgotten) return false;
    for (let at = position - this.#forgotten; at < this.#changed.length; at += 1) {
      // INVARIANT: `at` is a place of the list.
      changed.add(this.#changed[at]!);
    }
    return true;
  }
}
