import type { PlannedPool, PlannedTarget } from "./plan/traffic-plan.ts";

type InRotation = (pool: PlannedPool, target: PlannedTarget) => boolean;

/** Which targets get requests at this moment, whatever becomes of them while HAProxy starts. */
export const freezeRotation = (pools: readonly PlannedPool[], inRotation: InRotation): InRotation => {
  const name = (pool: PlannedPool, target: PlannedTarget): string => `${pool.id}\n${target.id}`;
  const admitted = new Set(
    pools.flatMap((pool) =>
      pool.targets.filter((target) => inRotation(pool, target)).map((target) => name(pool, target)),
    ),
  );
  return (pool, target) => admitted.has(name(pool, target));
};
