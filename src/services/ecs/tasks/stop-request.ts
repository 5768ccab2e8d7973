import type { TaskStopCode } from "@aws-sdk/client-ecs";
import type { TaskRow } from "./table.ts";

/** Who wants a task stopped, and why. */
export type StopRequest = { readonly stopCode: TaskStopCode; readonly stoppedReason: string };

/**
 * A task that somebody wants stopped: its desired status becomes STOPPED, the agent is told, and what it
 * reports moves the task on. The first reason stays.
 */
export const withStopRequested = (task: TaskRow, request: StopRequest, now: number): TaskRow =>
  task.desiredStatus === "STOPPED" || task.lastStatus === "STOPPED"
    ? task
    : {
        ...task,
        ...request,
        desiredStatus: "STOPPED",
        stopRequested: true,
        stoppingAt: now,
        delivered: false,
        version: task.version + 1,
      };

/**
 * A task that is over without its agent's word: the agent is gone for good, or never heard of it.
 */
export const withoutAgent = (task: TaskRow, request: StopRequest, now: number): TaskRow =>
  task.lastStatus === "STOPPED"
    ? task
    : {
        ...task,
        ...(task.stopRequested === true ? {} : request),
        desiredStatus: "STOPPED",
        lastStatus: "STOPPED",
        stopRequested: true,
        stoppingAt: task.stoppingAt ?? now,
        executionStoppedAt: task.executionStoppedAt ?? now,
        stoppedAt: now,
        connectivity: "DISCONNECTED",
        attachments: task.attachments.map((attachment) => ({ ...attachment, status: "DELETED" })),
        containers: task.containers.map((container) => ({ ...container, lastStatus: "STOPPED" })),
        version: task.version + 1,
      };
