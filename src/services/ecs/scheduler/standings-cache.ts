import type { Standings } from "./standings.ts";

/** Standings of instances that are kept, over all shapes and clusters; each is about 150 bytes. */
const MOST_STANDINGS = 200_000;
const MOST_SHAPES = 512;

/** Standings with the places in the journals up to which they know the cluster. */
export type Kept = { readonly standings: Standings; instancesSeen: number; tasksSeen: number };

/** Keeps the standings of the shapes that were used last. */
export class StandingsCache {
  readonly #kept = new Map<string, Kept>();

  get(key: string): Kept | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  set(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    let standings = 0;
    for (const { standings: each } of this.#kept.values()) standings += each.size;
    for (const [oldest, { standings: each }] of this.#kept) {
      if (standings <= MOST_STANDINGS && this.#kept.size <= MOST_SHAPES) return;
      if (oldest === key) return;
      this.#kept.delete(oldest);
      standings -= each.size;
    }
  }
}
