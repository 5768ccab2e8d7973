import { regionalArn, type Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceNotFound } from "../errors.ts";
import { instanceContext } from "../instances/find-instances.ts";
import { type InstanceRow, instanceTable } from "../instances/table.ts";
import { defaultVpc } from "../network/default-vpc.ts";

/** A resource that can carry tags, and the condition keys it is decided with. */
export type TaggableResource = {
  readonly id: string;
  readonly type: string;
  readonly context: Readonly<Record<string, string | undefined>>;
};

/** What each prefix of an ID stands for, with the error for one that names nothing. */
const KINDS: ReadonlyMap<string, readonly [type: string, code: string, what: string]> = new Map([
  ["i", ["instance", "InvalidInstanceID.NotFound", "instance ID"]],
  ["vol", ["volume", "InvalidVolume.NotFound", "volume"]],
  ["eni", ["network-interface", "InvalidNetworkInterfaceID.NotFound", "networkInterface ID"]],
  ["vpc", ["vpc", "InvalidVpcID.NotFound", "vpc ID"]],
  ["subnet", ["subnet", "InvalidSubnetID.NotFound", "subnet ID"]],
  ["sg", ["security-group", "InvalidGroup.NotFound", "security group"]],
]);

/** The type of the resource that an ID names, by its prefix; undefined for prefixes unknown here. */
export const resourceTypeOf = (id: string): string | undefined =>
  KINDS.get(id.slice(0, id.lastIndexOf("-")))?.[0];

const ofInstance = (row: InstanceRow): TaggableResource[] => {
  const zone = { "ec2:Region": row.region, "ec2:AvailabilityZone": row.availabilityZone };
  return [
    { id: row.id, type: "instance", context: instanceContext(row) },
    { id: row.rootVolume.id, type: "volume", context: { ...zone, "ec2:VolumeID": row.rootVolume.id } },
    {
      id: row.networkInterfaceId,
      type: "network-interface",
      context: { ...zone, "ec2:NetworkInterfaceID": row.networkInterfaceId },
    },
  ];
};

/** The resource of this account and region with an ID; undefined when there is none. */
export const taggableResource = (state: Reader, scope: Scope, id: string): TaggableResource | undefined => {
  const region = { "ec2:Region": scope.region };
  const vpc = defaultVpc(scope);
  const inVpc = { ...region, "ec2:Vpc": regionalArn(scope, "ec2", `vpc/${vpc.id}`) };
  if (id === vpc.id)
    return { id, type: "vpc", context: { ...region, "ec2:VpcID": id, "ec2:Tenancy": "default" } };
  if (id === vpc.securityGroup.id) {
    return { id, type: "security-group", context: { ...inVpc, "ec2:SecurityGroupID": id } };
  }
  const subnet = vpc.subnets.find((each) => each.id === id);
  if (subnet !== undefined) {
    const zone = {
      "ec2:AvailabilityZone": subnet.availabilityZone,
      "ec2:AvailabilityZoneId": subnet.availabilityZoneId,
    };
    return { id, type: "subnet", context: { ...inVpc, ...zone, "ec2:SubnetID": id } };
  }
  for (const row of state.table(instanceTable).by("scope", `${scope.accountId}/${scope.region}`)) {
    const found = ofInstance(row).find((resource) => resource.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The error for an ID that names nothing. */
export const taggableNotFound = (id: string): Error => {
  const kind = KINDS.get(id.slice(0, id.lastIndexOf("-")));
  if (kind === undefined) return resourceNotFound("InvalidID", `The ID '${id}' is not valid`);
  const [, code, what] = kind;
  return resourceNotFound(code, `The ${what} '${id}' does not exist`);
};
