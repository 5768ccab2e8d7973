import { regionalArn } from "../../../arn.ts";
import type { Transaction } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { breakerThreshold } from "../scheduler/services/circuit-breaker.ts";
import {
  type ServiceDeploymentRow,
  serviceDeploymentTable,
  serviceRevisionTable,
} from "../service-deployments/table.ts";
import { taskDefinitionTable } from "../task-definitions/table.ts";
import { type DeploymentRow, deploymentTable } from "./deployment-table.ts";
import { type ServiceRow, serviceScope } from "./table.ts";

/** The 19 digits by which AWS names deployments and service revisions. */
const digits = (world: World): string => {
  const number = Buffer.from(world.randomBytes(8)).readBigUInt64BE() % 9_000_000_000_000_000_000n;
  return String(number + 1_000_000_000_000_000_000n).slice(0, 19);
};

/** The 21 letters and digits by which AWS names service deployments. */
const letters = (world: World): string =>
  Buffer.from(world.randomBytes(32))
    .toString("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .padEnd(21, "0")
    .slice(0, 21);

const named = (service: ServiceRow, kind: string, id: string): string =>
  regionalArn(
    serviceScope(service),
    "ecs",
    `${kind}/${clusterNameOf(service.clusterArn)}/${service.name}/${id}`,
  );

/** The statuses of a service deployment that is under way. */
export const UNDER_WAY: ReadonlySet<string> = new Set([
  "PENDING",
  "IN_PROGRESS",
  "STOP_REQUESTED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
]);

/**
 * Makes the deployment that brings a service to what its row says, and answers the service with it as PRIMARY; the
 * caller writes that one. The deployment that was PRIMARY becomes ACTIVE until its tasks are gone.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export const startDeployment = (state: Transaction, world: World, service: ServiceRow): ServiceRow => {
  const now = world.now();
  const deployments = state.table(deploymentTable);
  const earlier = [...deployments.by("service", service.arn)];
  const number = digits(world);
  const id = `ecs-svc/${number}`;
  // https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json: both have the same number.
  const revisionArn = named(service, "service-revision", number);
  const serviceDeploymentArn = named(service, "service-deployment", letters(world));
  const shared = {
    taskDefinitionArn: service.taskDefinitionArn,
    ...(service.launchType === undefined ? {} : { launchType: service.launchType }),
    ...(service.networkConfiguration === undefined
      ? {}
      : { networkConfiguration: service.networkConfiguration }),
    ...(service.loadBalancers === undefined ? {} : { loadBalancers: service.loadBalancers }),
  };
  for (const row of earlier) {
    stopUnderWay(state, row, SUPERSEDED, now);
    if (row.status === "PRIMARY") deployments.put({ ...row, status: "ACTIVE", updatedAt: now });
  }
  const definition = state.table(taskDefinitionTable).get(service.taskDefinitionArn)?.definition;
  state.table(serviceRevisionTable).put({
    arn: revisionArn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    deploymentId: id,
    ...shared,
    containerImages: (definition?.containerDefinitions ?? []).map(({ name, image }) => ({
      containerName: name,
      image,
    })),
    createdAt: now,
  });
  const { circuitBreaker } = service.deploymentConfiguration;
  state.table(serviceDeploymentTable).put({
    arn: serviceDeploymentArn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    status: "IN_PROGRESS",
    sourceRevisionArns: earlier.map((row) => row.revisionArn),
    targetRevisionArn: revisionArn,
    deploymentConfiguration: service.deploymentConfiguration,
    circuitBreaker: {
      status: circuitBreaker.enable ? "MONITORING" : "DISABLED",
      failureCount: 0,
      threshold: breakerThreshold(service.desiredCount, circuitBreaker.threshold),
    },
    createdAt: now,
    startedAt: now,
    updatedAt: now,
  });
  deployments.put({
    id,
    serviceArn: service.arn,
    status: "PRIMARY",
    revisionArn,
    serviceDeploymentArn,
    ...shared,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    launchFailures: 0,
    createdAt: now,
    updatedAt: now,
  });
  return { ...service, deploymentId: id, steady: false, trouble: undefined };
};

const SUPERSEDED = "Service deployment was stopped because a new deployment started.";

/** The service deployment of a deployment has stopped, if it was under way. */
export const stopUnderWay = (
  state: Transaction,
  deployment: DeploymentRow,
  statusReason: string,
  now: number,
): void => {
  const row = state.table(serviceDeploymentTable).get(deployment.serviceDeploymentArn);
  if (row === undefined || !UNDER_WAY.has(row.status)) return;
  const stopped: ServiceDeploymentRow = {
    ...row,
    status: "STOPPED",
    statusReason,
    stoppedAt: now,
    finishedAt: now,
    updatedAt: now,
  };
  state.table(serviceDeploymentTable).put(stopped);
};
