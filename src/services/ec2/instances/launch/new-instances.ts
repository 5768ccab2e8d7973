import { createHash } from "node:crypto";
import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import type { Scope } from "../../../../arn.ts";
import { ec2Id } from "../../../../ids.ts";
import type { Reader } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { resourceNotFound } from "../../errors.ts";
import type { Subnet } from "../../network/default-vpc.ts";
import { stateReason } from "../instance-state.ts";
import { type InstanceRow, instanceTable, type MetadataOptions } from "../table.ts";
import type { SettledLaunch } from "./settled-launch.ts";

/** The most instances that one call launches. */
export const LAUNCH_LIMIT = 100;

type Launch = {
  readonly input: RunInstancesCommandInput;
  readonly launch: SettledLaunch;
  readonly scope: Scope;
  readonly state: Reader;
  readonly world: World;
};

/** The rows of a launch that was checked; nothing is written yet. */
export const newInstances = ({ input, launch, scope, state, world }: Launch): InstanceRow[] => {
  const { subnet, imageId } = launch;
  // INVARIANT: checkLaunch has refused a launch without subnet or image.
  if (subnet === undefined || imageId === undefined) throw new Error("the launch was not checked");
  const now = world.now();
  const reservationId = ec2Id(world, "r");
  const taken = new Set<string>();
  const associationId = (): string => ec2Id(world, "iip-assoc");
  return Array.from(
    { length: Math.min(input.MaxCount ?? 1, LAUNCH_LIMIT) },
    (_, launchIndex): InstanceRow => {
      const address = launch.privateIpAddress ?? freeAddress(subnet, state, world, taken);
      claimAddress(address, subnet, state, taken);
      return {
        id: ec2Id(world, "i"),
        accountId: scope.accountId,
        region: scope.region,
        reservationId,
        launchIndex,
        imageId,
        instanceType: launch.instanceTypeName,
        state: "pending",
        stateReason: stateReason.pending,
        stateTransitionReason: "",
        launchTime: now,
        createdAt: now,
        availabilityZone: subnet.availabilityZone,
        vpcId: launch.vpc.id,
        subnetId: subnet.id,
        privateIpAddress: address,
        macAddress: macAddress(world),
        networkInterfaceId: ec2Id(world, "eni"),
        networkAttachmentId: ec2Id(world, "eni-attach"),
        securityGroupIds: launch.securityGroupIds,
        ...(input.KeyName === undefined ? {} : { keyName: input.KeyName }),
        rootVolume: {
          id: ec2Id(world, "vol"),
          sizeGib: launch.rootVolume.sizeGib,
          type: launch.rootVolume.type,
        },
        ...(input.UserData === undefined || input.UserData === "" ? {} : { userData: input.UserData }),
        ...(launch.profile?.row === undefined
          ? {}
          : {
              instanceProfile: {
                arn: launch.profile.arn,
                id: launch.profile.row.id,
                name: launch.profile.row.name,
                associationId: associationId(),
              },
            }),
        metadataOptions: metadataOptions(input, launch),
        monitoring: input.Monitoring?.Enabled ?? false,
        ebsOptimized: input.EbsOptimized ?? false,
        disableApiTermination: input.DisableApiTermination ?? false,
        disableApiStop: input.DisableApiStop ?? false,
        instanceInitiatedShutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? "stop",
        ...(input.ClientToken === undefined
          ? {}
          : { clientToken: tokenKey(scope, input.ClientToken), launchDigest: launchDigest(input) }),
        reboots: 0,
      };
    },
  );
};

/** Where a launch's client token is found: it is unique in an account and region. */
export const tokenKey = (scope: Scope, token: string): string =>
  `${scope.accountId}/${scope.region}/${token}`;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
};

/** What tells two launches with the same client token apart. */
export const launchDigest = (input: RunInstancesCommandInput): string => {
  const { ClientToken: _token, DryRun: _dryRun, ...rest } = input;
  return createHash("sha256")
    .update(JSON.stringify(sorted(rest)))
    .digest("base64");
};

/**
 * The metadata options: those of the request, else those of the image.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
 */
const metadataOptions = (input: RunInstancesCommandInput, launch: SettledLaunch): MetadataOptions => {
  const asked = input.MetadataOptions ?? {};
  const v2 = launch.image?.imdsSupportV2 ?? false;
  return {
    httpTokens: asked.HttpTokens ?? (v2 ? "required" : "optional"),
    httpEndpoint: asked.HttpEndpoint ?? "enabled",
    httpPutResponseHopLimit: asked.HttpPutResponseHopLimit ?? (v2 ? 2 : 1),
    instanceMetadataTags: asked.InstanceMetadataTags ?? "disabled",
  };
};

const ADDRESSES = 4096;
/** AWS keeps the first four addresses of a subnet and the last one. */
const RESERVED = 4;

const addressAt = (subnet: Subnet, host: number): string =>
  `172.31.${subnet.thirdOctet + (host >> 8)}.${host & 255}`;

const isTaken = (address: string, subnet: Subnet, state: Reader, taken: ReadonlySet<string>): boolean =>
  taken.has(address) || state.table(instanceTable).countBy("address", `${subnet.id}/${address}`) > 0;

const freeAddress = (subnet: Subnet, state: Reader, world: World, taken: ReadonlySet<string>): string => {
  const usable = ADDRESSES - RESERVED - 1;
  const start = Math.floor(world.random() * usable);
  for (let step = 0; step < usable; step += 1) {
    const address = addressAt(subnet, RESERVED + ((start + step) % usable));
    if (!isTaken(address, subnet, state, taken)) return address;
  }
  throw resourceNotFound(
    "InsufficientFreeAddressesInSubnet",
    `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
  );
};

const claimAddress = (address: string, subnet: Subnet, state: Reader, taken: Set<string>): void => {
  const [, , third, fourth] = address.split(".").map(Number);
  const host = ((third ?? -1) - subnet.thirdOctet) * 256 + (fourth ?? -1);
  const inside = /^172\.31\.\d{1,3}\.\d{1,3}$/.test(address) && host >= RESERVED && host < ADDRESSES - 1;
  if (!inside) {
    throw resourceNotFound(
      "InvalidParameterValue",
      `Address ${address} does not fall within the subnet's address range`,
    );
  }
  if (isTaken(address, subnet, state, taken)) {
    throw resourceNotFound("InvalidIPAddress.InUse", `Address ${address} is in use.`);
  }
  taken.add(address);
};

/** A locally administered unicast address, as AWS gives them. */
const macAddress = (world: World): string =>
  ["02", ...Array.from(world.randomBytes(5), (byte) => byte.toString(16).padStart(2, "0"))].join(":");
