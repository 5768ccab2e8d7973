import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { serviceDeploymentTable } from "../service-deployments/table.ts";
import { deploymentConfigurationShape } from "./deployment-configuration.ts";
import { type DeploymentRow, deploymentTable } from "./deployment-table.ts";
import { eventsOf } from "./event-table.ts";
import { loadBalancerShapes } from "./load-balancers/service-load-balancer.ts";
import { UNDER_WAY } from "./new-deployment.ts";
import type { ServiceRow } from "./table.ts";
import { type TaskCounts, taskCounts } from "./task-counts.ts";

/**
 * A service as the API shows it; tags only where they are asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
 */
export const serviceView = (state: Reader, row: ServiceRow, options: { readonly tags: boolean }): Service => {
  const counts = taskCounts(state, row);
  const deployments = [...state.table(deploymentTable).by("service", row.arn)].sort(
    (left, right) => rank(left) - rank(right) || right.createdAt - left.createdAt,
  );
  const under = deployments.find(({ serviceDeploymentArn }) =>
    UNDER_WAY.has(state.table(serviceDeploymentTable).get(serviceDeploymentArn)?.status ?? ""),
  );
  return {
    serviceArn: row.arn,
    serviceName: row.name,
    clusterArn: row.clusterArn,
    loadBalancers: loadBalancerShapes(row.loadBalancers),
    serviceRegistries: [],
    status: row.status,
    desiredCount: row.desiredCount,
    runningCount: counts.all.running,
    pendingCount: counts.all.pending,
    ...(row.launchType === undefined ? {} : { launchType: row.launchType }),
    taskDefinition: row.taskDefinitionArn,
    deploymentConfiguration: deploymentConfigurationShape(row.deploymentConfiguration),
    deployments: deployments.map((one) => deploymentView(row, one, counts.of(one.id))),
    roleArn: row.roleArn,
    events: eventsOf(state, row.arn).map(({ id, createdAt, message }) => ({
      id,
      createdAt: new Date(createdAt),
      message,
    })),
    createdAt: new Date(row.createdAt),
    ...(under === undefined ? {} : { currentServiceDeployment: under.serviceDeploymentArn }),
    currentServiceRevisions: deployments.map((one) => ({
      arn: one.revisionArn,
      requestedTaskCount: wanted(row, one, counts.of(one.id)),
      runningTaskCount: counts.of(one.id).running,
      pendingTaskCount: counts.of(one.id).pending,
    })),
    placementConstraints: [...row.placementConstraints],
    placementStrategy: [...row.placementStrategy],
    ...(row.networkConfiguration === undefined ? {} : { networkConfiguration: row.networkConfiguration }),
    healthCheckGracePeriodSeconds: row.healthCheckGracePeriodSeconds ?? 0,
    schedulingStrategy: row.schedulingStrategy,
    deploymentController: { type: "ECS" },
    ...(options.tags ? { tags: [...row.tags] } : {}),
    createdBy: row.createdBy,
    enableECSManagedTags: row.enableECSManagedTags,
    propagateTags: row.propagateTags,
    enableExecuteCommand: row.enableExecuteCommand,
    availabilityZoneRebalancing: row.availabilityZoneRebalancing ?? "DISABLED",
    resourceManagementType: "CUSTOMER",
  };
};

const rank = ({ status }: DeploymentRow): number => (status === "PRIMARY" ? 0 : 1);

/** An earlier deployment asks for no more than the tasks it has left. */
const wanted = (service: ServiceRow, { status }: DeploymentRow, counts: TaskCounts): number =>
  status === "PRIMARY" ? service.desiredCount : counts.running + counts.pending;

const deploymentView = (service: ServiceRow, row: DeploymentRow, counts: TaskCounts): Deployment => ({
  id: row.id,
  status: row.status,
  taskDefinition: row.taskDefinitionArn,
  desiredCount: wanted(service, row, counts),
  pendingCount: counts.pending,
  runningCount: counts.running,
  failedTasks: row.failedTasks,
  createdAt: new Date(row.createdAt),
  updatedAt: new Date(row.updatedAt),
  ...(row.launchType === undefined ? {} : { launchType: row.launchType }),
  ...(row.networkConfiguration === undefined ? {} : { networkConfiguration: row.networkConfiguration }),
  rolloutState: row.rolloutState,
  rolloutStateReason: row.rolloutStateReason,
});
