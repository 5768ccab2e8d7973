import type { SubnetMapping } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import { type DefaultVpc, defaultVpc } from "../../../ec2/index.ts";
import {
  allocationIdNotFound,
  invalidConfiguration,
  invalidSecurityGroups,
  subnetNotFound,
  validationError,
} from "../errors.ts";
import type { LoadBalancerRow } from "./table.ts";

/** Where a request puts a load balancer. */
export type PlacementRequest = {
  readonly Subnets?: readonly string[] | undefined;
  readonly SubnetMappings?: readonly SubnetMapping[] | undefined;
};

type Placement = LoadBalancerRow["subnets"][number];

/** The subnets that a request names, as conditions read them; undefined when it names none. */
export const subnetsOf = ({
  Subnets = [],
  SubnetMappings = [],
}: PlacementRequest): readonly string[] | undefined => {
  const ids = [...Subnets, ...SubnetMappings.map(({ SubnetId = "" }) => SubnetId)];
  return ids.length === 0 ? undefined : ids;
};

const mappingsOf = ({ Subnets = [], SubnetMappings = [] }: PlacementRequest): readonly SubnetMapping[] => {
  if (Subnets.length > 0 && SubnetMappings.length > 0)
    throw validationError("You must specify either subnets or subnet mappings, not both");
  if (Subnets.length === 0 && SubnetMappings.length === 0)
    throw validationError("At least one subnet must be specified");
  return SubnetMappings.length > 0 ? SubnetMappings : Subnets.map((SubnetId) => ({ SubnetId }));
};

/** Whether an address lies in a /20 of the VPC and is none of those that AWS keeps. */
const lies = (address: string, thirdOctet: number): boolean => {
  const parts = /^172\.31\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (parts === null) return false;
  const offset = (Number(parts[1]) - thirdOctet) * 256 + Number(parts[2]);
  return Number(parts[2]) < 256 && offset >= 4 && offset < 4095;
};

const placed = (
  vpc: DefaultVpc,
  type: LoadBalancerRow["type"],
  scheme: LoadBalancerRow["scheme"],
  mapping: SubnetMapping,
): Placement => {
  const { SubnetId = "", AllocationId, PrivateIPv4Address, IPv6Address, SourceNatIpv6Prefix } = mapping;
  const subnet = vpc.subnets.find(({ id }) => id === SubnetId);
  if (subnet === undefined) throw subnetNotFound(SubnetId);
  if (type !== "network" && (AllocationId ?? PrivateIPv4Address ?? IPv6Address) !== undefined)
    throw invalidConfiguration(
      `You cannot specify addresses in subnet mappings for load balancers of type '${type}'`,
    );
  // There are no Elastic IP addresses here, and the VPC has no IPv6.
  if (AllocationId !== undefined) throw allocationIdNotFound(AllocationId);
  if ((IPv6Address ?? SourceNatIpv6Prefix) !== undefined)
    throw invalidConfiguration("You must specify subnets with an associated IPv6 CIDR block.");
  const place = { subnetId: subnet.id, zoneName: subnet.availabilityZone };
  if (PrivateIPv4Address === undefined) return place;
  if (scheme !== "internal")
    throw invalidConfiguration("Private IPv4 addresses can be specified for internal load balancers only");
  if (!lies(PrivateIPv4Address, subnet.thirdOctet))
    throw invalidConfiguration(`The address '${PrivateIPv4Address}' is not within the subnet '${subnet.id}'`);
  return { ...place, privateIpv4Address: PrivateIPv4Address };
};

/**
 * The subnets of a load balancer, of which an application load balancer needs two zones.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 *
 * @throws AwsError ValidationError, SubnetNotFound, InvalidConfigurationRequest, AllocationIdNotFound
 */
export const checkedSubnets = (
  scope: Scope,
  type: LoadBalancerRow["type"],
  scheme: LoadBalancerRow["scheme"],
  request: PlacementRequest,
): readonly Placement[] => {
  const vpc = defaultVpc(scope);
  const places = mappingsOf(request).map((mapping) => placed(vpc, type, scheme, mapping));
  const zones = new Set(places.map(({ zoneName }) => zoneName));
  if (zones.size < places.length)
    throw invalidConfiguration(
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  if (type === "application" && zones.size < 2)
    throw validationError("At least two subnets in two different Availability Zones must be specified");
  return places;
};

/**
 * The security groups of a load balancer; an application load balancer has the VPC's default one unless told.
 *
 * @throws AwsError InvalidSecurityGroup, InvalidConfigurationRequest
 */
export const checkedSecurityGroups = (
  scope: Scope,
  type: LoadBalancerRow["type"],
  ids: readonly string[] | undefined,
): readonly string[] => {
  const { securityGroup } = defaultVpc(scope);
  const groups = [...new Set(ids ?? [])];
  if (groups.some((id) => id !== securityGroup.id)) throw invalidSecurityGroups();
  return groups.length === 0 && type === "application" ? [securityGroup.id] : groups;
};

/**
 * The address type of a load balancer. The VPC has no IPv6, so that only `ipv4` can be.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html
 *
 * @throws AwsError ValidationError
 */
export const checkedIpAddressType = (type: string | undefined): string => {
  if (type !== undefined && type !== "ipv4")
    throw validationError("You must specify subnets with an associated IPv6 CIDR block.");
  return "ipv4";
};
