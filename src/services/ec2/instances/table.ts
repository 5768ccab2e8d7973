import { defineTable } from "../../../state/index.ts";
import type { InstanceStateName, StateReason } from "./instance-state.ts";

/** The metadata options of an instance, all settled. */
export type MetadataOptions = {
  readonly httpTokens: "optional" | "required";
  readonly httpEndpoint: "enabled" | "disabled";
  readonly httpPutResponseHopLimit: number;
  readonly instanceMetadataTags: "enabled" | "disabled";
};

/** The instance profile an instance was launched with; its role is looked up whenever it is needed. */
export type InstanceProfileReference = {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly associationId: string;
};

/** An instance. Moments are milliseconds since the epoch. */
export type InstanceRow = {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly imageId: string;
  readonly instanceType: string;
  readonly state: InstanceStateName;
  readonly stateReason?: StateReason;
  readonly stateTransitionReason: string;
  /** When it last started; AWS's LaunchTime. */
  readonly launchTime: number;
  /** When it was first launched. */
  readonly createdAt: number;
  readonly terminatedAt?: number;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIpAddress: string;
  readonly macAddress: string;
  readonly networkInterfaceId: string;
  readonly networkAttachmentId: string;
  readonly securityGroupIds: readonly string[];
  readonly keyName?: string;
  readonly rootVolume: { readonly id: string; readonly sizeGib: number; readonly type: string };
  /** Base64, as RunInstances was given it. Encrypted at rest: people put secrets into it. */
  readonly userData?: string;
  readonly instanceProfile?: InstanceProfileReference;
  readonly metadataOptions: MetadataOptions;
  /** Where its metadata service was last: it comes back there, for agents that do not restart with us. */
  readonly metadataPort?: number;
  readonly monitoring: boolean;
  readonly ebsOptimized: boolean;
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly instanceInitiatedShutdownBehavior: "stop" | "terminate";
  /** `account/region/token` of the RunInstances call, and a digest of its input. */
  readonly clientToken?: string;
  readonly launchDigest?: string;
  /** Counts RebootInstances calls: the controller reboots the machine when it grows. */
  readonly reboots: number;
};

/**
 * The instances. `scope` is `account/region`; `token` the launch's
 * client token; `address` is `subnet/ip` of those that hold it.
 */
export const instanceTable = defineTable<InstanceRow>()({
  name: "ec2.instances",
  key: (row) => row.id,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    token: (row) => row.clientToken,
    reservation: (row) => row.reservationId,
    address: (row) => (row.state === "terminated" ? undefined : `${row.subnetId}/${row.privateIpAddress}`),
  },
  secrets: ["userData"],
});
