import type {
  AttachmentStateChange,
  ContainerStateChange,
  ManagedAgentStateChange,
} from "@aws-sdk/client-ecs";
import { withContainerChange, withManagedAgentChange } from "./report-container.ts";
import { stopCause } from "./stop-cause.ts";
import type { TaskRow, TaskStatus } from "./table.ts";

/** What an agent reports of a task; moments in milliseconds since the epoch. Everything may be missing. */
export type TaskReport = {
  readonly status?: string;
  readonly reason?: string;
  readonly containers?: readonly ContainerStateChange[];
  readonly managedAgents?: readonly ManagedAgentStateChange[];
  readonly attachments?: readonly AttachmentStateChange[];
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  readonly executionStoppedAt?: number;
};

const ORDER: readonly TaskStatus[] = [
  "PROVISIONING",
  "PENDING",
  "ACTIVATING",
  "RUNNING",
  "DEACTIVATING",
  "STOPPING",
  "DEPROVISIONING",
  "STOPPED",
];

/** The later of two statuses: a task only moves forward, whatever order reports come in. */
export const laterStatus = (present: TaskStatus, reported: string | undefined): TaskStatus => {
  const known = ORDER.find((status) => status === reported);
  return known !== undefined && ORDER.indexOf(known) > ORDER.indexOf(present) ? known : present;
};

/**
 * The statuses that an agent reports of tasks, the others being the control plane's own: a task that an agent claims to
 * be STOPPING would neither be told to stop nor count as running.
 * https://github.com/aws/amazon-ecs-agent (ecs-agent/api/task/status: BackendStatus)
 */
const REPORTED: readonly (string | undefined)[] = ["PENDING", "RUNNING", "STOPPED"] satisfies TaskStatus[];

/**
 * Lays a report over a task. A report is a patch: it may repeat what is known, come late, or be the first to
 * tell that the task has ended. Answers the same row when it tells nothing new.
 * INVARIANT: the same reports, in any order and any number of times, come to the same task.
 */
export const withReport = (task: TaskRow, report: TaskReport, now: number): TaskRow => {
  const lastStatus = laterStatus(
    task.lastStatus,
    REPORTED.includes(report.status) ? report.status : undefined,
  );
  const after: Writable<TaskRow> = {
    ...task,
    lastStatus,
    containers: containersAfter(task, report, lastStatus, now),
    attachments: withAttachments(task, lastStatus, report.attachments ?? NONE),
  };
  // Only the first reason for the end of the whole task counts.
  if (task.agentReason === undefined && report.reason && report.status === "STOPPED") {
    after.agentReason = report.reason;
  }
  for (const moment of MOMENTS) {
    const at = report[moment];
    if (task[moment] === undefined && at !== undefined) after[moment] = at;
  }
  enter(after, task, report, now);
  const ended = lastStatus === "STOPPED" ? withEnd(after, now) : after;
  return same(task, ended) ? task : { ...ended, version: task.version + 1 };
};

type Writable<Row> = { -readonly [Member in keyof Row]: Row[Member] };

const NONE: readonly never[] = [];
const MOMENTS = ["pullStartedAt", "pullStoppedAt", "executionStoppedAt"] as const;

/** The same list when the report tells nothing new of any container. */
const containersAfter = (
  task: TaskRow,
  report: TaskReport,
  lastStatus: TaskStatus,
  now: number,
): TaskRow["containers"] => {
  let { containers } = task;
  for (const change of report.containers ?? NONE) containers = withContainerChange(containers, change);
  for (const change of report.managedAgents ?? NONE) {
    containers = withManagedAgentChange(containers, change, now);
  }
  if (lastStatus !== "STOPPED") return containers;
  return containers.map((container) =>
    container.lastStatus === "STOPPED" ? container : { ...container, lastStatus: "STOPPED" },
  );
};

/** What a task's entering a status writes down. */
const enter = (after: Writable<TaskRow>, task: TaskRow, report: TaskReport, now: number): void => {
  if (report.status === "RUNNING" && task.startedAt === undefined) {
    // A report of RUNNING that comes after the end tells of a moment before it.
    after.startedAt = Math.min(now, task.stoppedAt ?? now);
  }
  if (task.connectivity === undefined && REPORTED.includes(report.status) && task.lastStatus !== "STOPPED") {
    after.connectivity = "CONNECTED";
    after.connectivityAt = now;
  }
  if (after.lastStatus !== "STOPPED" || task.lastStatus === "STOPPED") return;
  after.desiredStatus = "STOPPED";
  after.stoppedAt = now;
  after.stoppingAt = task.stoppingAt ?? report.executionStoppedAt ?? now;
  after.delivered = true;
};

/** Why it ended, unless somebody asked for the stop. */
const withEnd = (task: TaskRow, now: number): TaskRow => {
  const ended = { ...task, executionStoppedAt: task.executionStoppedAt ?? task.stoppedAt ?? now };
  return task.stopRequested === true ? ended : { ...ended, ...stopCause(ended) };
};

/** What becomes of a task's network interface as the task goes on. */
const ATTACHMENT_ORDER = [
  "PRECREATED",
  "CREATED",
  "ATTACHING",
  "ATTACHED",
  "DETACHING",
  "DETACHED",
  "DELETED",
];

/**
 * Attachments move forward with their task: attached when it runs, deleted when it has ended. An agent may
 * report them itself before.
 */
const withAttachments = (
  task: TaskRow,
  lastStatus: TaskStatus,
  changes: readonly AttachmentStateChange[],
): TaskRow["attachments"] => {
  if (task.attachments.length === 0) return task.attachments;
  return task.attachments.map((attachment) => {
    const { id, status } = attachment;
    const reported = changes.find(
      ({ attachmentArn }) => id !== undefined && attachmentArn?.endsWith(`/${id}`),
    );
    const implied = lastStatus === "STOPPED" ? "DELETED" : lastStatus === "RUNNING" ? "ATTACHED" : undefined;
    const places = [status, reported?.status, implied].map((name) => ATTACHMENT_ORDER.indexOf(name ?? ""));
    const latest = ATTACHMENT_ORDER[Math.max(...places)];
    return latest === undefined || latest === status ? attachment : { ...attachment, status: latest };
  });
};

/** Members are the same object where nothing changed, and small JSON values otherwise. */
const same = (left: TaskRow, right: TaskRow): boolean => {
  if (left.lastStatus !== right.lastStatus) return false;
  const members = Object.keys(right) as (keyof TaskRow)[];
  return (
    members.length === Object.keys(left).length &&
    members.every(
      (member) =>
        left[member] === right[member] ||
        (typeof left[member] === "object" && JSON.stringify(left[member]) === JSON.stringify(right[member])),
    )
  );
};
