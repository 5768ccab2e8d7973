/**
 * A small durable map from keys to JSON values: what the agent knows of itself and its tasks. `put` and `remove`
 * are seen at once in `entries`; they are on disk when the promise of a later `flushed` resolves.
 */
export type Store = {
  readonly entries: ReadonlyMap<string, unknown>;
  /** Keeps `value`, which must be JSON and must not be changed afterwards. */
  readonly put: (key: string, value: unknown) => void;
  readonly remove: (key: string) => void;
  /** Resolves once all earlier changes survive a crash; rejects with a {@link StoreError} if they can't. */
  readonly flushed: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The state could not be read or written. An agent that cannot remember must not take tasks over. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** A store that forgets: for simulations that never restart. */
export const memoryStore = (): Store => {
  const entries = new Map<string, unknown>();
  return {
    entries,
    put: (key, value) => void entries.set(key, value),
    remove: (key) => void entries.delete(key),
    flushed: async () => {},
    close: async () => {},
  };
};
