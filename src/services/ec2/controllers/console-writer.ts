import type { State } from "../../../state/index.ts";
import type { Cancel, World } from "../../../world.ts";
import { consoleTable, consoleTail } from "../instances/console-table.ts";
import { instanceTable } from "../instances/table.ts";

/** Writes what instances say to their consoles into the state. */
export type ConsoleWriter = {
  readonly write: (instanceId: string, text: string) => void;
  /** Writes what is still held back. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How long lines are gathered before they are written together, in milliseconds. */
const GATHER = 200;

const LONGEST_LINE = 4_096;

/** Each line is stamped with its time. Consoles of instances that are gone are not kept. */
export const createConsoleWriter = (state: State, world: World): ConsoleWriter => {
  let pending = new Map<string, string>();
  let cancel: Cancel | undefined;
  let last: Promise<void> = Promise.resolve();

  const flush = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const batch = pending;
    pending = new Map();
    if (batch.size === 0) return last;
    last = state.transact((transaction) => {
      const table = transaction.table(consoleTable);
      for (const [instanceId, text] of batch) {
        if (transaction.table(instanceTable).get(instanceId) === undefined) continue;
        const before = table.get(instanceId)?.text ?? "";
        table.put({ instanceId, text: consoleTail(before + text), updatedAt: world.now() });
      }
    });
    // A failed commit stops the process; there is nobody to tell here.
    last = last.catch(() => {});
    return last;
  };

  return {
    write: (instanceId, text) => {
      const at = new Date(world.now()).toISOString();
      const lines = text
        .split("\n")
        .map((line) => `${at} ${line.slice(0, LONGEST_LINE)}\n`)
        .join("");
      pending.set(instanceId, consoleTail((pending.get(instanceId) ?? "") + lines));
      cancel ??= world.after(GATHER, () => void flush());
    },
    flush,
    close: flush,
  };
};
