import type { Storage, StoredChange } from "./storage/storage.ts";

/** A storage for tests: keeps rows as a disk would, and lets a test hold commits back or fail them. */
export class MapStorage implements Storage {
  readonly rows = new Map<string, Required<StoredChange>>();
  readonly commits: (readonly StoredChange[])[] = [];
  /** Waits before each commit; replace it to hold commits back. Rejecting fails the commit. */
  gate: () => Promise<void> = async () => {};
  closed = 0;

  readonly load = async (): Promise<Iterable<Required<StoredChange>>> => [...this.rows.values()];

  readonly commit = async (changes: readonly StoredChange[]): Promise<void> => {
    this.commits.push(changes);
    await this.gate();
    for (const { table, key, value } of changes) {
      const id = JSON.stringify([table, key]);
      if (value === undefined) this.rows.delete(id);
      else this.rows.set(id, { table, key, value });
    }
  };

  readonly close = async (): Promise<void> => {
    this.closed += 1;
  };
}

/** A gate that a test opens: `await held.reached`, look, then `held.open()`. */
export const heldGate = (): {
  readonly gate: () => Promise<void>;
  readonly reached: Promise<void>;
  readonly open: () => void;
  readonly fail: (error: Error) => void;
} => {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    gate: () => {
      reached.resolve();
      return opened.promise;
    },
    reached: reached.promise,
    open: opened.resolve,
    fail: opened.reject,
  };
};
