import type {
  Attachment,
  Attribute,
  Container,
  ManagedAgent,
  NetworkBinding,
  Tag,
  TaskOverride,
  TaskStopCode,
} from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** One container of a task, as DescribeTasks shows it. */
export type TaskContainer = {
  readonly arn: string;
  readonly name: string;
  readonly lastStatus: string;
  readonly runtimeId?: string;
  readonly imageDigest?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly networkBindings: readonly NetworkBinding[];
  readonly networkInterfaces: NonNullable<Container["networkInterfaces"]>;
  readonly healthStatus: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  /** `lastStartedAt` in milliseconds since the epoch. */
  readonly managedAgents?: readonly (Omit<ManagedAgent, "lastStartedAt"> & {
    readonly lastStartedAt?: number;
  })[];
  /** What the container is to run with, after overrides; as DescribeTasks shows it. */
  readonly image?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly memoryReservation?: string;
  readonly gpuIds?: readonly string[];
  readonly essential: boolean;
};

/** What a task takes of its container instance until it is STOPPED; given back exactly so. */
export type TaskReservation = {
  /** CPU units: 1,024 are one core. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  readonly gpuIds: readonly string[];
};

/** The life of a task, in order. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus =
  | "PROVISIONING"
  | "PENDING"
  | "ACTIVATING"
  | "RUNNING"
  | "DEACTIVATING"
  | "STOPPING"
  | "DEPROVISIONING"
  | "STOPPED";

/** A task. Moments are milliseconds since the epoch. */
export type TaskRow = {
  readonly arn: string;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly containerInstanceArn?: string;
  readonly group: string;
  readonly startedBy?: string;
  readonly launchType: "EC2" | "EXTERNAL";
  readonly lastStatus: TaskStatus;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly connectivity?: "CONNECTED" | "DISCONNECTED";
  readonly connectivityAt?: number;
  readonly containers: readonly TaskContainer[];
  readonly overrides: TaskOverride;
  readonly attributes: readonly Attribute[];
  readonly attachments: readonly Attachment[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly availabilityZone?: string;
  readonly enableExecuteCommand: boolean;
  readonly stopCode?: TaskStopCode;
  readonly stoppedReason?: string;
  readonly createdAt: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly startedAt?: number;
  readonly stoppingAt?: number;
  readonly executionStoppedAt?: number;
  readonly stoppedAt?: number;
  readonly healthStatus: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  readonly tags: readonly Tag[];
  readonly version: number;
  /** RunTask's clientToken with its caller's account: `account/region/cluster/token`. */
  readonly clientToken?: string;
  /** What RunTask was asked for with that token: the same token with other parameters is refused. */
  readonly requestDigest?: string;
  /** Unguessable names under which the agent serves the roles' credentials to the containers. */
  readonly taskCredentialsId?: string;
  readonly executionCredentialsId?: string;
  /** Whether the agent has acknowledged the payload of the present desired status. */
  readonly delivered: boolean;
  readonly reservation: TaskReservation;
  /** Set once somebody asked for the stop, so that what the agent reports does not replace the reason. */
  readonly stopRequested?: boolean;
  /** The reason the agent gave for the whole task, if it gave one. */
  readonly agentReason?: string;
  /** Until when scale-in and deployments leave the task of a service alone, in milliseconds since the epoch. */
  readonly protectedUntil?: number;
  /** Whether the service scheduler has taken note of its end. */
  readonly endNoted?: boolean;
};

/**
 * `live` is the container instance's ARN for tasks that are not STOPPED; `undelivered` the same for those whose
 * desired status the agent has not acknowledged. `family`, `group`, `startedBy`, `status` and `desired` are
 * prefixed with the cluster's ARN, `instanceStatus` and `instanceGroup` (tasks that are to run) with the
 * container instance's. `scheduled` is like `group`, for the tasks of services whose end has not been noted.
 * `group` is of the tasks of services. `cluster`, `stopped`, `status`, `statusOfLaunchType`, `instanceStatus` and
 * `instanceGroup` only count.
 */
export const taskTable = defineTable<TaskRow>()({
  name: "ecs.tasks",
  key: (row) => row.arn,
  indexes: {
    cluster: (row) => row.clusterArn,
    live: (row) => (row.lastStatus === "STOPPED" ? undefined : row.containerInstanceArn),
    instance: (row) => row.containerInstanceArn,
    group: (row) => (row.group.startsWith("service:") ? `${row.clusterArn}/${row.group}` : undefined),
    token: (row) => row.clientToken,
    stopped: (row) => (row.lastStatus === "STOPPED" ? row.clusterArn : undefined),
    status: (row) => `${row.clusterArn}/${row.lastStatus}`,
    statusOfLaunchType: (row) => `${row.clusterArn}/${row.lastStatus}/${row.launchType}`,
    undelivered: (row) =>
      row.delivered || row.lastStatus === "STOPPED" ? undefined : row.containerInstanceArn,
    instanceStatus: (row) =>
      row.containerInstanceArn === undefined ? undefined : `${row.containerInstanceArn}/${row.lastStatus}`,
    instanceGroup: (row) =>
      row.lastStatus === "STOPPED" ||
      row.desiredStatus === "STOPPED" ||
      row.containerInstanceArn === undefined
        ? undefined
        : `${row.containerInstanceArn}/${row.group}`,
    family: (row) => `${row.clusterArn}/${row.family}`,
    startedBy: (row) => (row.startedBy === undefined ? undefined : `${row.clusterArn}/${row.startedBy}`),
    desired: (row) => `${row.clusterArn}/${row.desiredStatus}`,
    scheduled: (row) =>
      row.endNoted !== true && row.group.startsWith("service:")
        ? `${row.clusterArn}/${row.group}`
        : undefined,
  },
  counts: ["cluster", "stopped", "status", "statusOfLaunchType", "instanceStatus", "instanceGroup"],
  reads: {
    cluster: ["clusterArn"],
    live: ["lastStatus", "containerInstanceArn"],
    instance: ["containerInstanceArn"],
    group: ["clusterArn", "group"],
    token: ["clientToken"],
    stopped: ["lastStatus", "clusterArn"],
    status: ["clusterArn", "lastStatus"],
    statusOfLaunchType: ["clusterArn", "lastStatus", "launchType"],
    undelivered: ["delivered", "lastStatus", "containerInstanceArn"],
    instanceStatus: ["containerInstanceArn", "lastStatus"],
    instanceGroup: ["lastStatus", "desiredStatus", "containerInstanceArn", "group"],
    family: ["clusterArn", "family"],
    startedBy: ["startedBy", "clusterArn"],
    desired: ["clusterArn", "desiredStatus"],
    scheduled: ["endNoted", "group", "clusterArn"],
  },
});
