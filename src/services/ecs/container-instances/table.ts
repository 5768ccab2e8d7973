import type { Attribute, Resource, Tag, VersionInfo } from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** A container instance: a machine whose agent registered in a cluster. */
export type ContainerInstanceRow = {
  readonly arn: string;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly clusterArn: string;
  readonly ec2InstanceId?: string;
  readonly status: "ACTIVE" | "DRAINING" | "INACTIVE";
  readonly statusReason?: string;
  /** Whether an ACS connection is open in this run of the control plane; false after a restart. */
  readonly agentConnected: boolean;
  readonly versionInfo: VersionInfo;
  readonly registeredResources: readonly Resource[];
  /** Registered resources less those of the tasks placed here that are not STOPPED. */
  readonly remainingResources: readonly Resource[];
  readonly attributes: readonly Attribute[];
  readonly tags: readonly Tag[];
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
  /** Counts each change of what DescribeContainerInstances shows. */
  readonly version: number;
  /** The registration's idempotency key. */
  readonly clientToken?: string;
  /** The principal that registered it; `ecs:Poll` is decided for the caller itself each time. */
  readonly registeredBy: string;
  /** The last number given to a payload's `seqNum` or a manifest's `timeline`. */
  readonly lastSequence: number;
  readonly health?: "OK" | "IMPAIRED" | "INSUFFICIENT_DATA" | "INITIALIZING";
  readonly healthUpdatedAt?: number;
  /** When the health last became another one. */
  readonly healthChangedAt?: number;
  /** When it was deregistered; the row is forgotten some time later. */
  readonly deregisteredAt?: number;
};

/**
 * `cluster` is the cluster's ARN; `registered` the same for those not INACTIVE; `token` the clientToken;
 * `connected` is `true` for those whose agent is.
 */
export const containerInstanceTable = defineTable<ContainerInstanceRow>()({
  name: "ecs.containerInstances",
  key: (row) => row.arn,
  indexes: {
    cluster: (row) => row.clusterArn,
    registered: (row) => (row.status === "INACTIVE" ? undefined : row.clusterArn),
    ec2Instance: (row) => row.ec2InstanceId,
    token: (row) => row.clientToken,
    connected: (row) => (row.agentConnected ? "true" : undefined),
    inactive: (row) => (row.status === "INACTIVE" ? "true" : undefined),
  },
  reads: {
    cluster: ["clusterArn"],
    registered: ["status", "clusterArn"],
    ec2Instance: ["ec2InstanceId"],
    token: ["clientToken"],
    connected: ["agentConnected"],
    inactive: ["status"],
  },
});
