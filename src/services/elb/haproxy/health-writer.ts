import type { State } from "../../../state/index.ts";
import { type TargetHealth, targetTable } from "../v2/targets/table.ts";

/** Writes what is found of targets into their rows. */
export type HealthWriter = {
  readonly write: (targetKey: string, health: TargetHealth) => void;
  /** Resolves when all is written. */
  readonly settled: () => Promise<void>;
};

/** Findings of the same turn are written together. Targets that are gone or on their way out are left alone. */
export const createHealthWriter = (state: State): HealthWriter => {
  let pending = new Map<string, TargetHealth>();
  let last: Promise<void> = Promise.resolve();

  const flush = (): void => {
    const batch = pending;
    pending = new Map();
    last = state
      .transact((transaction) => {
        const table = transaction.table(targetTable);
        for (const [key, health] of batch) {
          const row = table.get(key);
          if (row === undefined || row.deregisteredAt !== undefined) continue;
          if (row.health.state === health.state && row.health.description === health.description) continue;
          table.put({ ...row, health });
        }
      })
      // A failed commit stops the process; there is nobody to tell here.
      .catch(() => {});
  };

  return {
    write: (key, health) => {
      if (pending.size === 0) setImmediate(flush);
      pending.set(key, health);
    },
    settled: async () => {
      while (pending.size > 0) await new Promise((resolve) => setImmediate(resolve));
      await last;
    },
  };
};
