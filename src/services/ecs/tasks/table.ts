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
  readonly managedAgents?: readonly ManagedAgent[];
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
  /** Unguessable names under which the agent serves the roles' credentials to the containers. */
  readonly taskCredentialsId?: string;
  readonly executionCredentialsId?: string;
  /** Whether the agent has acknowledged the payload of the present desired status. */
  readonly delivered: boolean;
};

/**
 * `live` is the container instance's ARN for tasks that are not STOPPED; `cluster`, `family` and `startedBy`
 * are prefixed with the cluster's ARN where the name alone is not unique.
 */
export const taskTable = defineTable<TaskRow>()({
  name: "ecs.tasks",
  key: (row) => row.arn,
  indexes: {
    cluster: (row) => row.clusterArn,
    live: (row) => (row.lastStatus === "STOPPED" ? undefined : row.containerInstanceArn),
    instance: (row) => row.containerInstanceArn,
    group: (row) => `${row.clusterArn}/${row.group}`,
    token: (row) => row.clientToken,
    stopped: (row) => (row.lastStatus === "STOPPED" ? row.clusterArn : undefined),
    status: (row) => `${row.clusterArn}/${row.lastStatus}`,
  },
});
