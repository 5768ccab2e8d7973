import type { TaskRow } from "../../tasks/table.ts";

/**
 * Where a task of a service stands. `waiting` runs and has yet to be found HEALTHY. Only `healthy` tasks count as
 * healthy: those that run, and whose health checks, if they have any, say so.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export type ServiceTaskState = "starting" | "waiting" | "healthy" | "unhealthy" | "stopping";

/** A task as the service scheduler looks at it; none of them is STOPPED. */
export type ServiceTask = {
  readonly arn: string;
  readonly deploymentId: string;
  readonly state: ServiceTaskState;
  /** Whether its container instance is to be emptied now. */
  readonly draining: boolean;
  /**
   * Whether it only ends the requests that it has: it takes none of the places that a service may have.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (maximumPercent)
   */
  readonly leaving?: boolean;
  /** Whether scale-in and deployments must leave it alone. */
  readonly protected: boolean;
  readonly instanceArn: string;
  readonly zone: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

/** Reads where a task stands. */
export const serviceTaskState = (task: TaskRow, hasHealthCheck: boolean): ServiceTaskState => {
  if (task.desiredStatus === "STOPPED") return "stopping";
  switch (task.lastStatus) {
    case "PROVISIONING":
    case "PENDING":
    case "ACTIVATING":
      return "starting";
    case "RUNNING":
      if (!hasHealthCheck || task.healthStatus === "HEALTHY") return "healthy";
      return task.healthStatus === "UNHEALTHY" ? "unhealthy" : "waiting";
    default:
      return "stopping";
  }
};
