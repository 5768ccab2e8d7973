import type { Storage, StoredChange } from "../../src/state/index.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";

/** What the process that has the disk open wants to know of, and can stop. */
export type DiskUser = {
  readonly alive: () => boolean;
  /** Counts an effect; false when the process is dead. */
  readonly effect: (what: string) => boolean;
};

type InFlight = { readonly user: DiskUser; readonly changes: readonly StoredChange[] };

/** What outlives the control plane. A commit lands or not when the process dies on it, and is refused while full. */
export class Disk {
  full = false;
  readonly #rows: Map<string, Required<StoredChange>>;
  readonly #timeline: Timeline;
  readonly #random: Random;
  #inFlight: InFlight | undefined;

  constructor(timeline: Timeline, random: Random, rows: ReadonlyMap<string, Required<StoredChange>>) {
    this.#timeline = timeline;
    this.#random = random;
    this.#rows = new Map(rows);
  }

  /** The disk as one process has it open. */
  open(user: DiskUser): Storage {
    return {
      load: async () => [...this.#rows.values()],
      commit: (changes) => this.#commit(user, changes),
      close: async () => {},
    };
  }

  /** What is on the disk under a key, parsed. */
  row(table: string, key: string): unknown {
    const text = this.#rows.get(`${table}\n${key}`)?.value;
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** The process died: what it was writing is there as a whole, or not at all. */
  cut(): void {
    const lost = this.#inFlight;
    this.#inFlight = undefined;
    if (lost === undefined) return;
    const lands = !this.full && this.#random.chance(0.5);
    this.#timeline.note(() => `  disk: the commit under way ${lands ? "had landed" : "is lost"}`);
    if (lands) this.#apply(lost.changes);
  }

  #commit(user: DiskUser, changes: readonly StoredChange[]): Promise<void> {
    if (!user.effect(`commit of ${changes.length} rows`)) return new Promise(() => {});
    const mine: InFlight = { user, changes };
    this.#inFlight = mine;
    const delay = this.#random.chance(0.05) ? this.#random.between(100, 3000) : this.#random.between(1, 15);
    return new Promise((resolve, reject) => {
      this.#timeline.after(delay, "commit ends", () => {
        if (this.#inFlight !== mine || !user.alive()) return;
        this.#inFlight = undefined;
        if (this.full) {
          // A failed write says nothing about what is on disk.
          if (this.#random.chance(0.3)) this.#apply(changes);
          this.#timeline.note(() => "  disk: full");
          reject(new Error("ENOSPC: no space left on device"));
          return;
        }
        this.#apply(changes);
        if (user.effect("commit done")) resolve();
      });
    });
  }

  #apply(changes: readonly StoredChange[]): void {
    for (const { table, key, value } of changes) {
      const place = `${table}\n${key}`;
      if (value === undefined) this.#rows.delete(place);
      else this.#rows.set(place, { table, key, value });
    }
  }
}
