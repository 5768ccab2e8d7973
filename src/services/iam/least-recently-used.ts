/** A map that forgets what was longest not asked for. */
export type LeastRecentlyUsed<Key, Value> = {
  readonly get: (key: Key) => Value | undefined;
  /** Keeps `value` and answers it. */
  readonly set: (key: Key, value: Value) => Value;
  readonly delete: (key: Key) => void;
  readonly size: () => number;
};

/** Makes one that keeps at most `capacity` entries. */
export const createLeastRecentlyUsed = <Key, Value>(capacity: number): LeastRecentlyUsed<Key, Value> => {
  // A Map iterates in the order of insertion: the first entry is the one longest not touched.
  const entries = new Map<Key, Value>();
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > capacity) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
      return value;
    },
    delete: (key) => {
      entries.delete(key);
    },
    size: () => entries.size,
  };
};
