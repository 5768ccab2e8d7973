import type { State } from "../../../../state/index.ts";
import type { Cancel, World } from "../../../../world.ts";
import { hasDrained } from "../../classic/instances/registered-instances.ts";
import {
  type ClassicInstanceRow,
  classicInstanceTable,
  classicLoadBalancerTable,
} from "../../classic/table.ts";

/** What is asked of whoever carries the traffic. */
export type ClassicDrainOptions = {
  readonly state: State;
  readonly world: Pick<World, "now" | "after">;
  /** Open connections by the key of the instance's row; those without any are missing. */
  readonly connections: () => Promise<ReadonlyMap<string, number>>;
  /** Ends the connections to an instance, by the key of its row. */
  readonly cut: (loadBalancer: string, key: string) => void;
};

/** Lets deregistered instances go. */
export type ClassicDrain = { readonly watch: (row: ClassicInstanceRow) => void; readonly close: () => void };

const PAUSE = 1000;

const keyOf = ({ loadBalancer, instanceId }: ClassicInstanceRow): string => `${loadBalancer} ${instanceId}`;

/**
 * Forgets deregistered instances once they have no requests left, or their time for it is over; then their connections
 * are ended.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
 */
export const createClassicDrain = (options: ClassicDrainOptions): ClassicDrain => {
  const { state, world } = options;
  const draining = new Map<string, ClassicInstanceRow>();
  let timer: Cancel | undefined;
  let closed = false;

  const timeIsOver = (row: ClassicInstanceRow): boolean => {
    const loadBalancer = state.table(classicLoadBalancerTable).get(row.loadBalancer);
    return loadBalancer === undefined || hasDrained(loadBalancer, row, world.now());
  };

  const finish = async (rows: readonly ClassicInstanceRow[]): Promise<void> => {
    for (const row of rows) options.cut(row.loadBalancer, keyOf(row));
    await state.transact((transaction) => {
      const table = transaction.table(classicInstanceTable);
      for (const row of rows)
        if (table.get(keyOf(row))?.deregisteredAt === row.deregisteredAt) table.delete(keyOf(row));
    });
  };

  const look = async (): Promise<void> => {
    const open = await options.connections();
    const done = [...draining.values()].filter((row) => timeIsOver(row) || !open.has(keyOf(row)));
    for (const row of done) draining.delete(keyOf(row));
    if (done.length > 0) await finish(done);
  };

  const lookLater = (): void => {
    if (closed || timer !== undefined || draining.size === 0) return;
    timer = world.after(PAUSE, () => {
      look()
        // A failed commit stops the process; there is nobody to tell here.
        .catch(() => {})
        .finally(() => {
          timer = undefined;
          lookLater();
        });
    });
  };

  return {
    watch: (row) => {
      if (row.deregisteredAt === undefined) draining.delete(keyOf(row));
      else draining.set(keyOf(row), row);
      lookLater();
    },
    close: () => {
      closed = true;
      timer?.();
    },
  };
};
