import type { State, Transaction } from "../../../../state/index.ts";
import { HEALTH, type InstanceHealth } from "../../classic/instances/instance-health.ts";
import { classicInstanceTable, classicLoadBalancerTable } from "../../classic/table.ts";
import type { TargetHealth } from "../../v2/targets/table.ts";
import { readClassicPoolId } from "../plan/classic/pool-id.ts";

/** What Classic Load Balancers call a health. */
const classicHealth = ({ state }: TargetHealth): InstanceHealth => {
  switch (state) {
    case "healthy":
      return HEALTH.inService;
    case "unhealthy":
      return HEALTH.failing;
    case "initial":
      return HEALTH.registering;
    default:
      return HEALTH.unknown;
  }
};

/** Writes a health into an instance's row; rows that are gone, or on their way out, are left alone. */
export const putInstanceHealth = (state: Transaction, key: string, found: InstanceHealth): void => {
  const table = state.table(classicInstanceTable);
  const row = table.get(key);
  if (row === undefined || row.deregisteredAt !== undefined) return;
  if (row.state !== found.state || row.description !== found.description) table.put({ ...row, ...found });
};

type Finding = { readonly poolId: string; readonly key: string; readonly health: TargetHealth };

/**
 * Each listener has a pool, and all of them ask the same of an instance: what is found for the first one is what the
 * instance's health is.
 */
const tells = (state: Transaction, poolId: string): boolean => {
  const pool = readClassicPoolId(poolId);
  if (pool === undefined) return false;
  const [first] = state.table(classicLoadBalancerTable).get(pool.loadBalancer)?.listeners ?? [];
  return first?.loadBalancerPort === pool.port;
};

/** Writes what is found of instances behind Classic Load Balancers into their rows. */
export type ClassicHealthWriter = {
  /** `key` is that of the instance's row. */
  readonly write: (poolId: string, key: string, health: TargetHealth) => void;
  /** Resolves when all is written. */
  readonly settled: () => Promise<void>;
};

/** Findings of the same turn are written together. */
export const createClassicHealthWriter = (state: State): ClassicHealthWriter => {
  let pending: Finding[] = [];
  let last: Promise<void> = Promise.resolve();

  const flush = (): void => {
    const batch = pending;
    pending = [];
    last = state
      .transact((transaction) => {
        for (const { poolId, key, health } of batch)
          if (tells(transaction, poolId)) putInstanceHealth(transaction, key, classicHealth(health));
      })
      // A failed commit stops the process; there is nobody to tell here.
      .catch(() => {});
  };

  return {
    write: (poolId, key, health) => {
      if (pending.length === 0) setImmediate(flush);
      pending.push({ poolId, key, health });
    },
    settled: async () => {
      while (pending.length > 0) await new Promise((resolve) => setImmediate(resolve));
      await last;
    },
  };
};
