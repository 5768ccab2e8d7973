import type { Transaction } from "../../../../state/index.ts";
import { noSubnetLeft } from "../errors.ts";
import { type ClassicLoadBalancerRow, classicLoadBalancerTable } from "../table.ts";
import { type AttachedSubnet, checkOneSubnetAZone } from "./subnets.ts";

/** Attaches a load balancer to more subnets; answers all. Throws InvalidConfigurationRequest for two in one zone. */
export const attach = (
  state: Transaction,
  row: ClassicLoadBalancerRow,
  more: readonly AttachedSubnet[],
): readonly AttachedSubnet[] => {
  const there = new Set(row.subnets.map(({ subnetId }) => subnetId));
  const subnets = [...row.subnets, ...more.filter(({ subnetId }) => !there.has(subnetId))];
  checkOneSubnetAZone(subnets);
  state.table(classicLoadBalancerTable).put({ ...row, subnets });
  return subnets;
};

/** Detaches a load balancer from subnets; answers the rest. Throws InvalidConfigurationRequest when none is left. */
export const detach = (
  state: Transaction,
  row: ClassicLoadBalancerRow,
  isGone: (subnet: AttachedSubnet) => boolean,
): readonly AttachedSubnet[] => {
  const subnets = row.subnets.filter((subnet) => !isGone(subnet));
  if (subnets.length === 0) throw noSubnetLeft(row.name);
  state.table(classicLoadBalancerTable).put({ ...row, subnets });
  return subnets;
};
