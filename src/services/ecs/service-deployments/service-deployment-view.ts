import type { ServiceDeployment, ServiceRevisionSummary } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { deploymentConfigurationShape } from "../services/deployment-configuration.ts";
import { serviceTable } from "../services/table.ts";
import { taskCounts } from "../services/task-counts.ts";
import { type ServiceDeploymentRow, serviceRevisionTable } from "./table.ts";

/**
 * A service deployment as the API shows it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export const serviceDeploymentView = (state: Reader, row: ServiceDeploymentRow): ServiceDeployment => {
  const summary = summaries(state, row.serviceArn);
  return {
    serviceDeploymentArn: row.arn,
    serviceArn: row.serviceArn,
    clusterArn: row.clusterArn,
    createdAt: new Date(row.createdAt),
    startedAt: new Date(row.startedAt),
    ...(row.finishedAt === undefined ? {} : { finishedAt: new Date(row.finishedAt) }),
    ...(row.stoppedAt === undefined ? {} : { stoppedAt: new Date(row.stoppedAt) }),
    updatedAt: new Date(row.updatedAt),
    sourceServiceRevisions: row.sourceRevisionArns.map(summary),
    targetServiceRevision: summary(row.targetRevisionArn),
    status: row.status,
    ...(row.statusReason === undefined ? {} : { statusReason: row.statusReason }),
    deploymentConfiguration: deploymentConfigurationShape(row.deploymentConfiguration),
    ...(row.rollback === undefined
      ? {}
      : { rollback: { ...row.rollback, startedAt: new Date(row.rollback.startedAt) } }),
    deploymentCircuitBreaker: row.circuitBreaker,
    alarms: { status: "DISABLED", alarmNames: [], triggeredAlarmNames: [] },
  };
};

const summaries = (state: Reader, serviceArn: string): ((arn: string) => ServiceRevisionSummary) => {
  const service = state.table(serviceTable).get(serviceArn);
  const counts = service === undefined ? undefined : taskCounts(state, service);
  return (arn) => {
    const id = state.table(serviceRevisionTable).get(arn)?.deploymentId ?? "";
    const { running, pending } = counts?.of(id) ?? { running: 0, pending: 0 };
    const requested = id === service?.deploymentId ? service.desiredCount : running + pending;
    return { arn, requestedTaskCount: requested, runningTaskCount: running, pendingTaskCount: pending };
  };
};
