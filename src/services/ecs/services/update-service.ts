import { isDeepStrictEqual } from "node:util";
import type { UpdateServiceRequest, UpdateServiceResponse } from "@aws-sdk/client-ecs";
import { operation, type RunContext } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import type { ClusterRow } from "../clusters/table.ts";
import { taskDefinitionNotFound } from "../errors.ts";
import { taskDefinitionTable } from "../task-definitions/table.ts";
import { launchable } from "../tasks/launch-request.ts";
import { checkedDeploymentConfiguration } from "./deployment-configuration.ts";
import { activeService, serviceNeed } from "./known-service.ts";
import { loadBalancersOfUpdated } from "./load-balancers/of-service.ts";
import { startDeployment } from "./new-deployment.ts";
import {
  checkedDesiredCount,
  checkedPlacement,
  checkedPropagateTags,
  checkLaunch,
} from "./service-checks.ts";
import { serviceKeys, serviceRoleNeeds } from "./service-keys.ts";
import { serviceView } from "./service-view.ts";
import { type ServiceRow, serviceTable } from "./table.ts";
import { refuseUnavailableMembers } from "./unavailable.ts";
import { rebalancingOfChanged } from "./zone-rebalancing.ts";

/**
 * UpdateService: what is left out stays as it is. Another task definition, network or other load balancers, and
 * `forceNewDeployment`, make a new deployment; the rest counts for the tasks that are started from now on.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export const updateService = operation<UpdateServiceRequest, UpdateServiceResponse>("UpdateService", {
  needs: ({ input, scope, state }) => {
    const need = serviceNeed(state, scope, "ecs:UpdateService", input);
    return [
      { ...need, context: { ...need.context, ...serviceKeys(state, scope, input) } },
      ...serviceRoleNeeds(state, scope, input.taskDefinition),
    ];
  },
  run: (context) => {
    const { input, scope, state, world } = context;
    const cluster = activeCluster(state, scope, input.cluster);
    const before = activeService(state, scope, cluster.arn, input.service);
    const wanted = updated(context, cluster, before);
    const deploys =
      input.forceNewDeployment === true ||
      wanted.taskDefinitionArn !== before.taskDefinitionArn ||
      !isDeepStrictEqual(wanted.networkConfiguration, before.networkConfiguration) ||
      !isDeepStrictEqual(wanted.loadBalancers ?? [], before.loadBalancers ?? []);
    const row = deploys ? startDeployment(state, world, wanted) : wanted;
    state.table(serviceTable).put(row);
    return { service: serviceView(state, row, { tags: true }) };
  },
});

const updated = (
  context: RunContext<UpdateServiceRequest>,
  cluster: ClusterRow,
  before: ServiceRow,
): ServiceRow => {
  const { input, scope, state } = context;
  refuseUnavailableMembers(input);
  const strategy = before.schedulingStrategy;
  const desiredCount = checkedDesiredCount(strategy, input.desiredCount, "Task count") ?? before.desiredCount;
  checkedPlacement(strategy, input.placementConstraints, input.placementStrategy);
  const definition = input.taskDefinition
    ? launchable(state, scope, input.taskDefinition)
    : state.table(taskDefinitionTable).get(before.taskDefinitionArn);
  if (definition === undefined) throw taskDefinitionNotFound();
  const networkConfiguration = input.networkConfiguration ?? before.networkConfiguration;
  const enableExecuteCommand = input.enableExecuteCommand ?? before.enableExecuteCommand;
  const { capacityProviderStrategy } = input;
  checkLaunch(
    scope,
    cluster,
    definition,
    {
      networkConfiguration,
      enableExecuteCommand,
      ...(capacityProviderStrategy?.length
        ? { capacityProviderStrategy }
        : before.launchType === undefined
          ? {}
          : { launchType: before.launchType }),
    },
    "updated",
  );
  const deploymentConfiguration = checkedDeploymentConfiguration(
    strategy,
    input.deploymentConfiguration,
    before.deploymentConfiguration,
  );
  const placementConstraints = input.placementConstraints ?? before.placementConstraints;
  const placementStrategy = input.placementStrategy ?? before.placementStrategy;
  const availabilityZoneRebalancing = rebalancingOfChanged(
    input.availabilityZoneRebalancing,
    before.availabilityZoneRebalancing,
    {
      schedulingStrategy: strategy,
      launchType: before.launchType,
      maximumPercent: deploymentConfiguration.maximumPercent,
      placementConstraints,
      placementStrategy,
      classicLoadBalancer:
        (input.loadBalancers ?? before.loadBalancers)?.some(({ loadBalancerName }) => loadBalancerName) ??
        false,
    },
  );
  return {
    ...before,
    desiredCount,
    steady: before.steady && desiredCount === before.desiredCount,
    taskDefinitionArn: definition.arn,
    deploymentConfiguration,
    placementConstraints,
    placementStrategy,
    availabilityZoneRebalancing,
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    enableECSManagedTags: input.enableECSManagedTags ?? before.enableECSManagedTags,
    propagateTags: checkedPropagateTags(input.propagateTags) ?? before.propagateTags,
    enableExecuteCommand,
    ...loadBalancersOfUpdated(context, before, definition),
  };
};
