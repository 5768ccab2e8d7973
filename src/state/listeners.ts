import type { Change } from "./table.ts";

type Listener = (change: Change<object>) => void;

/** Those who listen to the changes of tables. One that throws harms neither the commit nor the others. */
export class Listeners {
  readonly #byTable = new Map<string, Set<Listener>>();
  readonly #onError: (error: unknown, table: string) => void;

  constructor(onError: (error: unknown, table: string) => void) {
    this.#onError = onError;
  }

  /** Adds one; the answer removes it, at once, even while it is being told of a change. */
  add(table: string, listener: Listener): () => void {
    const listeners = this.#byTable.get(table) ?? new Set<Listener>();
    this.#byTable.set(table, listeners);
    // Why a function of its own: the same function may listen twice, and each has its own end.
    const own: Listener = (change) => listener(change);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  tell(table: string, change: Change<object>): void {
    for (const listener of this.#byTable.get(table) ?? []) {
      try {
        listener(change);
      } catch (error) {
        this.#onError(error, table);
      }
    }
  }
}
