import type { Transaction } from "../../../../state/index.ts";
import { type ServiceDeploymentRow, serviceDeploymentTable } from "../../service-deployments/table.ts";
import { type DeploymentRow, deploymentTable } from "../../services/deployment-table.ts";
import { finishServiceDeployment, rollBack, rollbackTarget } from "../../services/roll-back.ts";
import type { ServiceRow } from "../../services/table.ts";
import { breakerThreshold } from "./circuit-breaker.ts";
import { deploymentCompleted, deploymentFailed, rollingBack } from "./event-texts.ts";

/** A service and its PRIMARY deployment after a judgement, and what the event log is told. */
export type Judgement = {
  readonly service: ServiceRow;
  readonly primary: DeploymentRow;
  readonly events: readonly string[];
};

const NO_CANDIDATE = "No rollback candidate was found to run the rollback.";

/**
 * Fails a deployment whose tasks failed too often, and goes back to the last one that was COMPLETED if the service
 * asks for that.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export const judgeFailures = (
  state: Transaction,
  service: ServiceRow,
  primary: DeploymentRow,
  now: number,
): Judgement => {
  const unchanged: Judgement = { service, primary, events: [] };
  const { circuitBreaker } = service.deploymentConfiguration;
  if (service.status !== "ACTIVE") return unchanged;
  if (!circuitBreaker.enable || primary.rolloutState !== "IN_PROGRESS") return unchanged;
  if (primary.failedTasks < breakerThreshold(service.desiredCount, circuitBreaker.threshold))
    return unchanged;
  const rows = state.table(serviceDeploymentTable);
  const row = rows.get(primary.serviceDeploymentArn);
  if (row !== undefined) {
    rows.put({
      ...row,
      circuitBreaker: { ...row.circuitBreaker, status: "TRIGGERED", failureCount: primary.failedTasks },
    });
  }
  const failed = deploymentFailed(service.name, primary.id);
  const reason = "ECS deployment circuit breaker: tasks failed to start.";
  const target = circuitBreaker.rollback
    ? rollbackTarget([...state.table(deploymentTable).by("service", service.arn)])
    : undefined;
  if (target === undefined) {
    const stalled: DeploymentRow = {
      ...primary,
      rolloutState: "FAILED",
      rolloutStateReason: reason,
      updatedAt: now,
    };
    state.table(deploymentTable).put(stalled);
    finishServiceDeployment(state, primary, withoutTarget(circuitBreaker.rollback, row, reason), now);
    return { service, primary: stalled, events: [failed] };
  }
  const after = rollBack(
    state,
    service,
    primary,
    target,
    {
      // Both texts as fabfuel/ecs-deploy, tests/test_ecs.py, has them from AWS.
      failed: reason,
      rollingBack: `ECS deployment circuit breaker: rolling back to deploymentId ${target.id}.`,
      reason: "Service deployment rolled back because the circuit breaker threshold was exceeded.",
    },
    now,
  );
  const again = state.table(deploymentTable).get(`${service.arn}/${target.id}`) ?? target;
  return { service: after, primary: again, events: [failed, rollingBack(service.name, target.id)] };
};

/**
 * How a service deployment ends that fails with nothing to go back to.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/action-logs-troubleshooting.html (no candidate)
 */
const withoutTarget = (rollback: boolean, row: ServiceDeploymentRow | undefined, reason: string) => {
  if (row?.rollback !== undefined) return { status: "ROLLBACK_FAILED", statusReason: reason } as const;
  return rollback
    ? ({ status: "ROLLBACK_FAILED", statusReason: NO_CANDIDATE } as const)
    : ({ status: "STOPPED", statusReason: reason } as const);
};

/** A deployment all of whose tasks are healthy, with none of another one left, is COMPLETED; the others are gone. */
export const complete = (
  state: Transaction,
  service: ServiceRow,
  primary: DeploymentRow,
  now: number,
): readonly string[] => {
  const deployments = state.table(deploymentTable);
  for (const { id, status } of [...deployments.by("service", service.arn)]) {
    if (status !== "PRIMARY") deployments.delete(`${service.arn}/${id}`);
  }
  if (primary.rolloutState !== "IN_PROGRESS") return [];
  deployments.put({
    ...primary,
    rolloutState: "COMPLETED",
    rolloutStateReason: `ECS deployment ${primary.id} completed.`,
    updatedAt: now,
  });
  const rolledBack = state.table(serviceDeploymentTable).get(primary.serviceDeploymentArn)?.rollback;
  const status = rolledBack === undefined ? "SUCCESSFUL" : "ROLLBACK_SUCCESSFUL";
  finishServiceDeployment(state, primary, { status }, now);
  return [deploymentCompleted(service.name, primary.id)];
};
