/** Things that happened, in order, which a test can wait for without sleeping. */
export type Journal<T> = {
  readonly entries: readonly T[];
  readonly add: (entry: T) => void;
  /** The first entry, past or to come, that `wanted` accepts. */
  readonly find: (wanted: (entry: T) => boolean) => Promise<T>;
  /** Resolves when `met` holds after some entry; rejects after a minute with the journal's end. */
  readonly until: (met: (entries: readonly T[]) => boolean, what?: string) => Promise<void>;
};

const patience = 60_000;

/** An empty journal. */
export const createJournal = <T>(): Journal<T> => {
  const entries: T[] = [];
  const watchers = new Set<() => void>();
  const until = (met: (entries: readonly T[]) => boolean, what = "what was awaited"): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!met(entries)) return;
        watchers.delete(look);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        watchers.delete(look);
        reject(new Error(`${what} did not happen; seen: ${JSON.stringify(entries.slice(-12), null, 1)}`));
      }, patience);
      watchers.add(look);
      look();
    });
  return {
    entries,
    add: (entry) => {
      entries.push(entry);
      for (const look of [...watchers]) look();
    },
    until,
    find: async (wanted) => {
      await until((all) => all.some(wanted), wanted.toString());
      const found = entries.find(wanted);
      if (found === undefined) throw new Error("the journal lost an entry");
      return found;
    },
  };
};
