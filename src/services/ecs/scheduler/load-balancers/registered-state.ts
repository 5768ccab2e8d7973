import type { Reader } from "../../../../state/index.ts";
import { deploymentTable } from "../../services/deployment-table.ts";
import type { ServiceRow } from "../../services/table.ts";
import type { TaskRow } from "../../tasks/table.ts";
import type { ServiceTaskState } from "../services/service-task.ts";
import { registrationTable } from "./registration-table.ts";

/** Where tasks stand once their load balancers have a say. */
export type RegisteredStates = {
  readonly of: (task: TaskRow, own: ServiceTaskState) => ServiceTaskState;
  /** When the next grace period ends in which something was found unhealthy; milliseconds since the epoch. */
  readonly graceEnds: () => number | undefined;
};

/**
 * Reads what the load balancers of a service say of its tasks. One counts as healthy once all of them find it
 * healthy, and as unhealthy as soon as one of them does, or its own health check; within the grace period, which
 * begins with the task's start, nothing is held against it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (healthCheckGracePeriodSeconds)
 */
export const registeredStates = (state: Reader, service: ServiceRow, now: number): RegisteredStates => {
  const wanted = new Map<string, number>();
  for (const { id, loadBalancers } of state.table(deploymentTable).by("service", service.arn)) {
    if (loadBalancers !== undefined && loadBalancers.length > 0) wanted.set(id, loadBalancers.length);
  }
  let graceEnds: number | undefined;
  const inGrace = (task: TaskRow): boolean => {
    const end = (task.startedAt ?? now) + (service.healthCheckGracePeriodSeconds ?? 0) * 1000;
    if (end <= now) return false;
    graceEnds = Math.min(graceEnds ?? end, end);
    return true;
  };
  return {
    graceEnds: () => graceEnds,
    of: (task, own) => {
      const count = wanted.get(task.startedBy ?? "");
      if (count === undefined || own === "starting" || own === "stopping") return own;
      const found = [...state.table(registrationTable).by("task", task.arn)].map((row) => row.state);
      if (own === "unhealthy" || found.includes("unhealthy")) return inGrace(task) ? "waiting" : "unhealthy";
      const healthy = found.length >= count && found.every((one) => one === "healthy");
      return healthy ? own : "waiting";
    },
  };
};
