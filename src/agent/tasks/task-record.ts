import type { HealthStatus, NetworkBinding } from "../container-runtime.ts";
import type { DesiredStatus, PayloadTask } from "./payload-task.ts";

/** A change of a container as `SubmitTaskStateChange` carries it. */
export type ContainerChange = {
  readonly containerName: string;
  readonly runtimeId?: string;
  readonly status: "PENDING" | "RUNNING" | "STOPPED";
  readonly exitCode?: number;
  readonly reason?: string;
  readonly imageDigest?: string;
  readonly networkBindings?: readonly NetworkBinding[];
};

/** The input of one `SubmitTaskStateChange`, but for `cluster` and `task`. Times are epoch seconds. */
export type StateReport = {
  readonly status: "PENDING" | "RUNNING" | "STOPPED";
  readonly reason: string;
  readonly containers?: readonly ContainerChange[];
  readonly managedAgents?: readonly {
    readonly containerName: string;
    readonly managedAgentName: string;
    readonly status: "STOPPED";
    readonly reason: string;
  }[];
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly executionStoppedAt?: number;
};

/** What the agent knows of a container. It changes in place and is saved with its task. Times are milliseconds. */
export type ContainerRecord = {
  readonly name: string;
  /** The unguessable id of its metadata endpoint. */
  readonly endpointId: string;
  status: "NONE" | "CREATED" | "RUNNING" | "STOPPED";
  dockerName?: string;
  runtimeId?: string;
  imageId?: string;
  imageDigest?: string;
  exitCode?: number;
  reason?: string;
  networkBindings: readonly NetworkBinding[];
  createdAt?: number;
  /** When it was started last; absent if it never ran. */
  startedAt?: number;
  finishedAt?: number;
  restarts: number;
  health?: { readonly status: HealthStatus; readonly since: number; readonly output: string };
};

/** The two roles of a task, as credentials messages name them. */
export type RoleType = "TaskApplication" | "TaskExecution";

/** What the agent knows of a task: it is saved before the task is acknowledged, and after each change. */
export type TaskRecord = {
  readonly definition: PayloadTask;
  readonly containers: readonly ContainerRecord[];
  /** Credential ids by role; the credentials themselves are never saved. */
  roles: { readonly [role in RoleType]?: { readonly credentialsId: string; readonly roleArn: string } };
  /** Docker's names of the task's volumes by theirs. */
  readonly volumes: Record<string, string>;
  desiredStatus: DesiredStatus;
  status: "NONE" | "PENDING" | "RUNNING" | "STOPPED";
  pullStartedAt?: number;
  pullStoppedAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
  /** Container changes that no report carries yet. */
  changes: ContainerChange[];
  /** Reports that were not acknowledged yet, oldest first. */
  outbox: StateReport[];
};

/** A record for a task that was just received. */
export const createTaskRecord = (
  definition: PayloadTask,
  desiredStatus: DesiredStatus,
  roles: TaskRecord["roles"],
  uuid: () => string,
): TaskRecord => ({
  definition,
  roles,
  containers: definition.containers.map(({ name }) => ({
    name,
    endpointId: uuid(),
    status: "NONE",
    networkBindings: [],
    restarts: 0,
  })),
  volumes: {},
  desiredStatus,
  status: "NONE",
  changes: [],
  outbox: [],
});

/** The change that tells a container's present state. */
export const changeOf = (record: ContainerRecord, status: ContainerChange["status"]): ContainerChange => ({
  containerName: record.name,
  ...(record.runtimeId === undefined ? {} : { runtimeId: record.runtimeId }),
  status,
  ...(status === "STOPPED" && record.exitCode !== undefined ? { exitCode: record.exitCode } : {}),
  ...(record.reason === undefined ? {} : { reason: record.reason.slice(0, 1024) }),
  ...(record.imageDigest === undefined ? {} : { imageDigest: record.imageDigest }),
  ...(record.networkBindings.length === 0 ? {} : { networkBindings: record.networkBindings }),
});

const seconds = (milliseconds: number): number => milliseconds / 1000;

/** Why STOPPED: it tells the caller of ExecuteCommand, before it tries, that there is no such agent here. */
const managedAgentsOf = (
  task: TaskRecord,
  status: StateReport["status"],
): Pick<StateReport, "managedAgents"> => {
  if (status !== "RUNNING" || task.outbox.some((report) => report.status === "RUNNING")) return {};
  const managedAgents = task.definition.containers.flatMap(({ name, managedAgents: names }) =>
    names.map((managedAgentName) => ({
      containerName: name,
      managedAgentName,
      status: "STOPPED" as const,
      reason: `${managedAgentName} Initialization failed - this agent does not support it`,
    })),
  );
  return managedAgents.length === 0 ? {} : { managedAgents };
};

/** Moves the pending changes into a report and puts that into the outbox. */
export const addReport = (task: TaskRecord, status: StateReport["status"], reason = ""): void => {
  const containers = task.changes;
  task.changes = [];
  task.outbox = [
    ...task.outbox,
    {
      status,
      reason: reason.slice(0, 1024),
      ...(containers.length === 0 ? {} : { containers }),
      ...managedAgentsOf(task, status),
      ...(task.pullStartedAt === undefined ? {} : { pullStartedAt: seconds(task.pullStartedAt) }),
      ...(task.pullStoppedAt === undefined ? {} : { pullStoppedAt: seconds(task.pullStoppedAt) }),
      ...(task.executionStoppedAt === undefined
        ? {}
        : { executionStoppedAt: seconds(task.executionStoppedAt) }),
    },
  ];
};
