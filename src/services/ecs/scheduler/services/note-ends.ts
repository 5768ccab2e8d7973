import type { Transaction } from "../../../../state/index.ts";
import { serviceDeploymentTable } from "../../service-deployments/table.ts";
import { type DeploymentRow, deploymentTable } from "../../services/deployment-table.ts";
import type { ServiceRow } from "../../services/table.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { ELB_REASON } from "../load-balancers/unhealthy-stop.ts";
import { backOff } from "./back-off.ts";
import { breakerCount } from "./circuit-breaker.ts";
import type { ServiceTasks } from "./observe.ts";

/** The reason of a stop that a failed health check caused. */
export const UNHEALTHY_REASON = "Task failed container health checks";

/** Whether a task ended by itself, or because it was found unhealthy: not because somebody wanted it gone. */
const failed = ({ stopCode, stoppedReason }: TaskRow): boolean =>
  stopCode === "TaskFailedToStart" ||
  stopCode === "EssentialContainerExited" ||
  (stopCode === "ServiceSchedulerInitiated" &&
    (stoppedReason === UNHEALTHY_REASON || stoppedReason?.startsWith(ELB_REASON) === true));

/**
 * Takes note of the tasks that ended, each once, and answers the PRIMARY deployment with what they count for: its
 * circuit breaker while it rolls out, and how long to wait before the next start.
 */
export const noteEnds = (
  state: Transaction,
  service: ServiceRow,
  primary: DeploymentRow,
  { ended, tasks }: ServiceTasks,
  now: number,
): DeploymentRow => {
  for (const task of ended) state.table(taskTable).put({ ...task, endNoted: true });
  const own = ended.filter(({ startedBy }) => startedBy === primary.id);
  const serving = tasks.filter(({ deploymentId }) => deploymentId === primary.id);
  const healthy = serving.filter(({ state: one }) => one === "healthy").length;
  const ran = serving.some(({ state: one }) => one !== "starting" && one !== "stopping");
  const unstarted = own.filter((task) => task.stopCode === "TaskFailedToStart").length;
  const launchFailures = ran ? 0 : primary.launchFailures + unstarted;
  const wait = unstarted === 0 ? 0 : backOff(launchFailures, service.desiredCount);
  const { circuitBreaker } = service.deploymentConfiguration;
  const failedTasks =
    primary.rolloutState === "IN_PROGRESS"
      ? breakerCount(
          primary.failedTasks,
          own.filter(failed).length,
          healthy,
          circuitBreaker.resetOnHealthyTask,
        )
      : primary.failedTasks;
  const heldUntil = launchFailures === 0 ? undefined : wait > 0 ? now + wait : primary.heldUntil;
  if (
    failedTasks === primary.failedTasks &&
    launchFailures === primary.launchFailures &&
    heldUntil === primary.heldUntil
  ) {
    return primary;
  }
  const { heldUntil: _, ...rest } = primary;
  const after: DeploymentRow = {
    ...rest,
    failedTasks,
    launchFailures,
    ...(heldUntil === undefined ? {} : { heldUntil }),
    updatedAt: now,
  };
  state.table(deploymentTable).put(after);
  const row = state.table(serviceDeploymentTable).get(primary.serviceDeploymentArn);
  if (row !== undefined && row.circuitBreaker.failureCount !== failedTasks && row.status === "IN_PROGRESS") {
    state.table(serviceDeploymentTable).put({
      ...row,
      circuitBreaker: { ...row.circuitBreaker, failureCount: failedTasks },
      updatedAt: now,
    });
  }
  return after;
};
