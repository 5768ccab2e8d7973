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
 * Lays a report over a task. A report is a patch: it may repeat what is known, come late, or be the first to
 * tell that the task has ended. Answers the same row when it tells nothing new.
 * INVARIANT: the same reports, in any order and any number of times, come to the same task.
 */
export const withReport = (task: TaskRow, report: TaskReport, now: number): TaskRow => {
  let containers = task.containers;
  for (const change of report.containers ?? []) containers = withContainerChange(containers, change);
  for (const change of report.managedAgents ?? []) {
    containers = withManagedAgentChange(containers, change, now);
  }
  const lastStatus = laterStatus(task.lastStatus, report.status);
  if (lastStatus === "STOPPED") {
    containers = containers.map((container) =>
      container.lastStatus === "STOPPED" ? container : { ...container, lastStatus: "STOPPED" },
    );
  }
  const reported: TaskRow = {
    ...task,
    containers,
    lastStatus,
    attachments: withAttachments(task, lastStatus, report.attachments ?? []),
    ...agentReason(task, report),
    ...moments(task, report),
    ...entered(task, report, lastStatus, now),
  };
  const ended = lastStatus === "STOPPED" ? withEnd(reported, now) : reported;
  return same(task, ended) ? task : { ...ended, version: task.version + 1 };
};

/** Only the first reason for the end of the whole task counts. */
const agentReason = (task: TaskRow, report: TaskReport): Partial<TaskRow> =>
  task.agentReason === undefined && report.reason && report.status === "STOPPED"
    ? { agentReason: report.reason }
    : {};

const moments = (task: TaskRow, report: TaskReport): Partial<TaskRow> => {
  const { pullStartedAt, pullStoppedAt, executionStoppedAt } = report;
  return {
    ...(task.pullStartedAt === undefined && pullStartedAt !== undefined ? { pullStartedAt } : {}),
    ...(task.pullStoppedAt === undefined && pullStoppedAt !== undefined ? { pullStoppedAt } : {}),
    ...(task.executionStoppedAt === undefined && executionStoppedAt !== undefined
      ? { executionStoppedAt }
      : {}),
  };
};

const entered = (
  task: TaskRow,
  report: TaskReport,
  lastStatus: TaskStatus,
  now: number,
): Partial<TaskRow> => {
  const ran = report.status === "RUNNING" && task.startedAt === undefined;
  // A report of RUNNING that comes after the end tells of a moment before it.
  const startedAt = ran ? { startedAt: Math.min(now, task.stoppedAt ?? now) } : {};
  const connected =
    task.connectivity === undefined && report.status !== undefined && task.lastStatus !== "STOPPED"
      ? ({ connectivity: "CONNECTED", connectivityAt: now } as const)
      : {};
  if (lastStatus !== "STOPPED" || task.lastStatus === "STOPPED") return { ...startedAt, ...connected };
  return {
    ...startedAt,
    ...connected,
    desiredStatus: "STOPPED",
    stoppedAt: now,
    stoppingAt: task.stoppingAt ?? report.executionStoppedAt ?? now,
    delivered: true,
  };
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
): TaskRow["attachments"] =>
  task.attachments.map((attachment) => {
    const { id, status } = attachment;
    const reported = changes.find(
      ({ attachmentArn }) => id !== undefined && attachmentArn?.endsWith(`/${id}`),
    );
    const implied = lastStatus === "STOPPED" ? "DELETED" : lastStatus === "RUNNING" ? "ATTACHED" : undefined;
    const places = [status, reported?.status, implied].map((name) => ATTACHMENT_ORDER.indexOf(name ?? ""));
    const latest = ATTACHMENT_ORDER[Math.max(...places)];
    return latest === undefined || latest === status ? attachment : { ...attachment, status: latest };
  });

/** Rows are small JSON values, so comparing their texts is right and cheap enough for a report. */
const same = (left: TaskRow, right: TaskRow): boolean => JSON.stringify(left) === JSON.stringify(right);
