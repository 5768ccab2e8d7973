import type { ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import type { Transaction } from "../../../state/index.ts";
import { serviceDeploymentTable } from "../service-deployments/table.ts";
import { type DeploymentRow, deploymentTable } from "./deployment-table.ts";
import type { ServiceRow } from "./table.ts";

/**
 * The deployment that a service goes back to: the latest that was COMPLETED. One that is on its way to it again
 * cannot be rolled back to once more.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export const rollbackTarget = (deployments: readonly DeploymentRow[]): DeploymentRow | undefined =>
  deployments
    .filter(({ status, rolloutState }) => status === "ACTIVE" && rolloutState === "COMPLETED")
    .sort((left, right) => right.createdAt - left.createdAt)[0];

/** Why a service goes back, as the deployment that it leaves, the one that it goes to, and the service deployment tell it. */
export type RollbackReason = {
  readonly failed: string;
  readonly rollingBack: string;
  readonly reason: string;
};

/**
 * Makes `to` the PRIMARY deployment of a service again, and answers the service; the caller writes that one.
 */
export const rollBack = (
  state: Transaction,
  service: ServiceRow,
  from: DeploymentRow,
  to: DeploymentRow,
  { failed, rollingBack, reason }: RollbackReason,
  now: number,
): ServiceRow => {
  const deployments = state.table(deploymentTable);
  const left = {
    status: "ACTIVE",
    rolloutState: "FAILED",
    rolloutStateReason: failed,
    updatedAt: now,
  } as const;
  deployments.put({ ...from, ...left });
  deployments.put({
    ...to,
    status: "PRIMARY",
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: rollingBack,
    // What the rollback comes to is told of the service deployment that failed.
    serviceDeploymentArn: from.serviceDeploymentArn,
    failedTasks: 0,
    launchFailures: 0,
    heldUntil: undefined,
    updatedAt: now,
  });
  const rows = state.table(serviceDeploymentTable);
  const row = rows.get(from.serviceDeploymentArn);
  if (row !== undefined) {
    rows.put({
      ...row,
      status: "ROLLBACK_IN_PROGRESS",
      statusReason: reason,
      rollback: { reason, startedAt: now, serviceRevisionArn: to.revisionArn },
      updatedAt: now,
    });
  }
  const { launchType, networkConfiguration, loadBalancers, ...rest } = service;
  return {
    ...rest,
    taskDefinitionArn: to.taskDefinitionArn,
    ...(to.launchType === undefined ? {} : { launchType: to.launchType }),
    ...(to.networkConfiguration === undefined ? {} : { networkConfiguration: to.networkConfiguration }),
    ...(to.loadBalancers === undefined ? {} : { loadBalancers: to.loadBalancers }),
    deploymentId: to.id,
    steady: false,
    trouble: undefined,
  };
};

/** Writes how the service deployment of a deployment came out. */
export const finishServiceDeployment = (
  state: Transaction,
  deployment: DeploymentRow,
  outcome: { readonly status: ServiceDeploymentStatus; readonly statusReason?: string },
  now: number,
): void => {
  const rows = state.table(serviceDeploymentTable);
  const row = rows.get(deployment.serviceDeploymentArn);
  if (row === undefined) return;
  const { status, threshold, failureCount } = row.circuitBreaker;
  rows.put({
    ...row,
    ...outcome,
    circuitBreaker: {
      status: status === "MONITORING" ? "MONITORING_COMPLETE" : status,
      threshold,
      failureCount,
    },
    finishedAt: now,
    updatedAt: now,
  });
};
