import type { Transaction } from "../../../../state/index.ts";
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

/**
 * Writes down what was found of an instance behind a Classic Load Balancer. Each listener has a pool, and all of them
 * ask the same of an instance; the first listener's tells.
 *
 * @param targetId the key of the instance's row
 * @returns whether the pool is one of a Classic Load Balancer
 */
export const takeClassicHealth = (
  state: Transaction,
  poolId: string,
  targetId: string,
  health: TargetHealth,
): boolean => {
  const pool = readClassicPoolId(poolId);
  if (pool === undefined) return false;
  const [first] = state.table(classicLoadBalancerTable).get(pool.loadBalancer)?.listeners ?? [];
  const row = state.table(classicInstanceTable).get(targetId);
  if (row === undefined || row.deregisteredAt !== undefined || first?.loadBalancerPort !== pool.port)
    return true;
  const found = classicHealth(health);
  if (row.state !== found.state || row.description !== found.description)
    state.table(classicInstanceTable).put({ ...row, ...found });
  return true;
};
