import type { Storage, StoredChange } from "../../../../state/index.ts";

/** A storage that outlives the control plane it is given to, so that another one can start from it. */
export const createKeptStorage = (): Storage => {
  const rows = new Map<string, Required<StoredChange>>();
  return {
    load: async () => [...rows.values()],
    commit: async (changes) => {
      for (const { table, key, value } of changes) {
        if (value === undefined) rows.delete(`${table}\n${key}`);
        else rows.set(`${table}\n${key}`, { table, key, value });
      }
    },
    close: async () => {},
  };
};
