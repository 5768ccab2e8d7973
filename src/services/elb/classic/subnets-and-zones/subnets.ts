import type { Scope } from "../../../../arn.ts";
import { defaultVpc } from "../../../ec2/index.ts";
import { validationError } from "../../errors.ts";
import { invalidSecurityGroup, subnetNotFound, subnetsShareZone } from "../errors.ts";
import type { ClassicLoadBalancerRow } from "../table.ts";

/** A subnet that a load balancer is attached to. */
export type AttachedSubnet = ClassicLoadBalancerRow["subnets"][number];

/** The subnets of the given ids, each once. Throws SubnetNotFound. */
export const namedSubnets = (scope: Scope, ids: readonly string[]): readonly AttachedSubnet[] => {
  const { subnets } = defaultVpc(scope);
  return [...new Set(ids)].map((subnetId) => {
    const found = subnets.find(({ id }) => id === subnetId);
    if (found === undefined) throw subnetNotFound();
    return { subnetId, zoneName: found.availabilityZone };
  });
};

/**
 * The default subnets of the given Availability Zones, each once: what zones mean in a default VPC.
 * Throws ValidationError for a zone that the region does not have.
 */
export const subnetsOfZones = (scope: Scope, zones: readonly string[]): readonly AttachedSubnet[] => {
  const { subnets } = defaultVpc(scope);
  return [...new Set(zones)].map((zoneName) => {
    const found = subnets.find(({ availabilityZone }) => availabilityZone === zoneName);
    if (found === undefined) throw validationError(`Invalid Availability Zone: ${zoneName}`);
    return { subnetId: found.id, zoneName };
  });
};

/** Refuses two subnets in one zone. Throws InvalidConfigurationRequest. */
export const checkOneSubnetAZone = (subnets: readonly AttachedSubnet[]): void => {
  if (new Set(subnets.map(({ zoneName }) => zoneName)).size < subnets.length) throw subnetsShareZone();
};

/** The security groups of the given ids, each once; the VPC's default one for none. Throws InvalidSecurityGroup. */
export const securityGroupsOf = (scope: Scope, ids: readonly string[] | undefined): readonly string[] => {
  const { securityGroup } = defaultVpc(scope);
  if (ids === undefined || ids.length === 0) return [securityGroup.id];
  if (ids.some((id) => id !== securityGroup.id)) throw invalidSecurityGroup();
  return [...new Set(ids)];
};
