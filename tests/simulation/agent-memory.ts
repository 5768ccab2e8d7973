import type { Family } from "./prepared.ts";

/** What an agent tells of a task. */
export type Report = {
  readonly status?: string;
  readonly reason?: string;
  readonly containers?: readonly {
    readonly containerName: string;
    readonly status: string;
    readonly exitCode?: number;
    readonly reason?: string;
  }[];
};

/** A task as an agent knows it. */
export type AgentTask = {
  readonly arn: string;
  readonly family: Family;
  desired: "RUNNING" | "STOPPED";
  stage: "accepted" | "running" | "stopped";
  /** What the control plane has yet to acknowledge. */
  readonly reports: Report[];
  healthy: boolean | undefined;
};

/** What an agent keeps on disk: written before anything is acknowledged, so that a crash loses nothing of it. */
export class AgentMemory {
  instanceArn: string | undefined;
  /** The latest number of a payload or manifest. */
  watermark = 0;
  readonly tasks = new Map<string, AgentTask>();
}

/** The report of a task that runs, or has ended. */
export const reportOf = (stage: "running" | "stopped", exitCode?: number, reason?: string): Report => {
  const status = stage === "running" ? "RUNNING" : "STOPPED";
  const container = {
    containerName: "app",
    status,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
  };
  return { status, containers: [container] };
};
