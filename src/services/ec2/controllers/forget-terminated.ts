import type { State, Transaction } from "../../../state/index.ts";
import type { Cancel, World } from "../../../world.ts";
import { consoleTable } from "../instances/console-table.ts";
import { type InstanceRow, instanceTable } from "../instances/table.ts";
import { resourceTagsTable } from "../tags/table.ts";

/**
 * A terminated instance stays visible for an hour.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
 */
const VISIBLE = 3_600_000;

const forget = (transaction: Transaction, row: InstanceRow): void => {
  transaction.table(instanceTable).delete(row.id);
  transaction.table(consoleTable).delete(row.id);
  for (const resourceId of [row.id, row.rootVolume.id, row.networkInterfaceId]) {
    transaction.table(resourceTagsTable).delete(`${row.accountId}/${row.region}/${resourceId}`);
  }
};

/** Forgets terminated instances when their hour is over. Returns what ends the watch. */
export const forgetTerminated = (state: State, world: World): (() => void) => {
  const timers = new Map<string, Cancel>();

  const watch = (row: InstanceRow): void => {
    if (row.state !== "terminated" || timers.has(row.id)) return;
    const left = Math.max(0, (row.terminatedAt ?? world.now()) + VISIBLE - world.now());
    const cancel = world.after(left, () => {
      timers.delete(row.id);
      state.transact((transaction) => forget(transaction, row)).catch(() => {});
    });
    timers.set(row.id, cancel);
  };

  for (const row of state.table(instanceTable).all()) watch(row);
  const unsubscribe = state.subscribe(instanceTable, ({ after }) => {
    if (after !== undefined) watch(after);
  });
  return () => {
    unsubscribe();
    for (const cancel of timers.values()) cancel();
  };
};
