import type { InstanceNetworkInterfaceSpecification, RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { iamArn, type Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { type InstanceProfileRow, instanceProfileTable } from "../../../iam/instance-profiles/table.ts";
import { roleTable } from "../../../iam/roles/table.ts";
import { type MachineImage, machineImage } from "../../images/built-in-image.ts";
import { type DefaultVpc, defaultVpc, type Subnet } from "../../network/default-vpc.ts";
import { DEFAULT_INSTANCE_TYPE, type InstanceType, instanceTypes } from "../instance-types.ts";

/** The instance profile a launch names: as written, and what IAM knows of it. */
export type LaunchProfile = {
  readonly arn: string;
  readonly row?: InstanceProfileRow;
  readonly roleArn?: string;
};

/** A launch with every default filled in. What the request got wrong is left undefined. */
export type SettledLaunch = {
  readonly instanceTypeName: string;
  readonly instanceType?: InstanceType;
  readonly imageId?: string;
  readonly image?: MachineImage;
  readonly vpc: DefaultVpc;
  readonly subnet?: Subnet;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly profile?: LaunchProfile;
  readonly rootVolume: { readonly sizeGib: number; readonly type: string; readonly encrypted: boolean };
  readonly associatePublicIpAddress?: boolean;
  readonly privateIpAddress?: string;
  /** The tags of each resource type that the launch tags. */
  readonly tags: ReadonlyMap<string, Readonly<Record<string, string>>>;
};

/** The root volume of the ECS-optimized image is 30 GiB of gp3. */
const ROOT_VOLUME = { sizeGib: 30, type: "gp3", encrypted: false };

/**
 * Fills in what the request leaves open. Pure and total: the same for the decision and for the launch, so that
 * what was allowed is what happens.
 */
export const settleLaunch = (input: RunInstancesCommandInput, scope: Scope, state: Reader): SettledLaunch => {
  const vpc = defaultVpc(scope);
  const primary = primaryInterface(input);
  const subnet = chooseSubnet(input, vpc, primary);
  const instanceTypeName = input.InstanceType ?? DEFAULT_INSTANCE_TYPE;
  const instanceType = instanceTypes.get(instanceTypeName);
  const profile = launchProfile(input, scope, state);
  const privateIpAddress = input.PrivateIpAddress ?? primary?.PrivateIpAddress;
  return {
    instanceTypeName,
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(input.ImageId === undefined
      ? {}
      : {
          imageId: input.ImageId,
          image: machineImage(input.ImageId, scope.accountId, instanceType?.architecture ?? "x86_64"),
        }),
    vpc,
    ...(subnet === undefined ? {} : { subnet }),
    subnetId: input.SubnetId ?? primary?.SubnetId ?? subnet?.id ?? "*",
    securityGroupIds: chooseGroups(input, vpc, primary),
    ...(profile === undefined ? {} : { profile }),
    rootVolume: rootVolume(input),
    ...(primary?.AssociatePublicIpAddress === undefined
      ? {}
      : { associatePublicIpAddress: primary.AssociatePublicIpAddress }),
    ...(privateIpAddress === undefined ? {} : { privateIpAddress }),
    tags: launchTags(input),
  };
};

const primaryInterface = (
  input: RunInstancesCommandInput,
): InstanceNetworkInterfaceSpecification | undefined =>
  input.NetworkInterfaces?.find((each) => (each.DeviceIndex ?? 0) === 0);

const chooseSubnet = (
  input: RunInstancesCommandInput,
  vpc: DefaultVpc,
  primary: InstanceNetworkInterfaceSpecification | undefined,
): Subnet | undefined => {
  const id = input.SubnetId ?? primary?.SubnetId;
  if (id !== undefined) return vpc.subnets.find((subnet) => subnet.id === id);
  const { AvailabilityZone, AvailabilityZoneId } = input.Placement ?? {};
  if (AvailabilityZone !== undefined && AvailabilityZone !== "") {
    return vpc.subnets.find((subnet) => subnet.availabilityZone === AvailabilityZone);
  }
  if (AvailabilityZoneId !== undefined) {
    return vpc.subnets.find((subnet) => subnet.availabilityZoneId === AvailabilityZoneId);
  }
  return vpc.subnets[0];
};

const chooseGroups = (
  input: RunInstancesCommandInput,
  vpc: DefaultVpc,
  primary: InstanceNetworkInterfaceSpecification | undefined,
): readonly string[] => {
  const byId = input.SecurityGroupIds ?? primary?.Groups ?? [];
  const byName = (input.SecurityGroups ?? []).map((name) =>
    name === vpc.securityGroup.name ? vpc.securityGroup.id : name,
  );
  const all = [...new Set([...byId, ...byName])];
  return all.length === 0 ? [vpc.securityGroup.id] : all;
};

const launchProfile = (
  input: RunInstancesCommandInput,
  scope: Scope,
  state: Reader,
): LaunchProfile | undefined => {
  const { Arn, Name } = input.IamInstanceProfile ?? {};
  if (Arn === undefined && Name === undefined) return undefined;
  const profiles = state.table(instanceProfileTable);
  const [found] =
    Arn === undefined
      ? profiles.by("name", `${scope.accountId}/${(Name ?? "").toLowerCase()}`)
      : profiles.by("arn", Arn);
  // A profile of another account cannot be used, whoever may pass its role.
  const row = found?.accountId === scope.accountId ? found : undefined;
  const roleArn = row?.roleId === undefined ? undefined : state.table(roleTable).get(row.roleId)?.arn;
  return {
    arn: row?.arn ?? Arn ?? iamArn(scope, `instance-profile/${Name}`),
    ...(row === undefined ? {} : { row }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
};

const rootVolume = (input: RunInstancesCommandInput): SettledLaunch["rootVolume"] => {
  const mapping = input.BlockDeviceMappings?.find(
    ({ DeviceName }) => DeviceName === "/dev/xvda" || DeviceName === "/dev/sda1",
  );
  return {
    sizeGib: mapping?.Ebs?.VolumeSize ?? ROOT_VOLUME.sizeGib,
    type: mapping?.Ebs?.VolumeType ?? ROOT_VOLUME.type,
    encrypted: mapping?.Ebs?.Encrypted ?? ROOT_VOLUME.encrypted,
  };
};

const launchTags = (
  input: RunInstancesCommandInput,
): ReadonlyMap<string, Readonly<Record<string, string>>> => {
  const entries = new Map<string, [string, string][]>();
  for (const { ResourceType, Tags } of input.TagSpecifications ?? []) {
    if (ResourceType === undefined) continue;
    const found = entries.get(ResourceType) ?? [];
    for (const { Key, Value } of Tags ?? []) found.push([Key ?? "", Value ?? ""]);
    entries.set(ResourceType, found);
  }
  return new Map([...entries].map(([type, tags]) => [type, Object.fromEntries(tags)]));
};
