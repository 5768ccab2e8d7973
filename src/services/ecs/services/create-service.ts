import type { CreateServiceRequest, CreateServiceResponse } from "@aws-sdk/client-ecs";
import { operation, type RunContext } from "../../../operation/index.ts";
import type { Transaction } from "../../../state/index.ts";
import { requestTagsOf, tagOnCreateNeeds } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import type { ClusterRow } from "../clusters/table.ts";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { forgetHistory } from "../service-deployments/forget-history.ts";
import { requireTags } from "../tag-values.ts";
import { launchable } from "../tasks/launch-request.ts";
import { launchToken } from "../tasks/launch-token.ts";
import { checkedDeploymentConfiguration } from "./deployment-configuration.ts";
import { serviceEventTable } from "./event-table.ts";
import { serviceNeed } from "./known-service.ts";
import { loadBalancersOfNew } from "./load-balancers/of-service.ts";
import { schedulerRoleNeeds } from "./load-balancers/service-role.ts";
import { startDeployment } from "./new-deployment.ts";
import {
  checkedDesiredCount,
  checkedPlacement,
  checkedPropagateTags,
  checkLaunch,
} from "./service-checks.ts";
import { serviceKeys, serviceRoleNeeds } from "./service-keys.ts";
import { serviceArn } from "./service-reference.ts";
import { serviceView } from "./service-view.ts";
import { type ServiceRow, serviceTable } from "./table.ts";
import { refuseUnavailableMembers } from "./unavailable.ts";
import { rebalancingOfNew } from "./zone-rebalancing.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const NAME = /^[a-zA-Z0-9_-]{1,255}$/;

const NAME_RULE =
  "Service name can have up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens.";

const requireServiceName = (name: string | undefined): string => {
  if (name === undefined || !NAME.test(name)) throw invalidParameter(NAME_RULE);
  return name;
};

/**
 * What makes a call the same as an earlier one: its token and all it asks for but the tags. A call without a token
 * is never the same. https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json (AWS, recorded)
 */
const digestOf = ({ scope, input }: RunContext<CreateServiceRequest>, cluster: string): string => {
  const token = launchToken(scope, cluster, input.clientToken, { ...input, tags: undefined });
  return token === undefined ? "" : `${token.clientToken}/${token.requestDigest}`;
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html; the text is AWS's, observed. */
const LONGEST_TOKEN = 36;

/**
 * CreateService. The same call with the same token again answers the service that is there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export const createService = operation<CreateServiceRequest, CreateServiceResponse>("CreateService", {
  needs: ({ input, scope, state }) => {
    const { cluster } = input;
    const serviceName = requireServiceName(input.serviceName);
    const need = serviceNeed(state, scope, "ecs:CreateService", { cluster, service: serviceName });
    return [
      {
        ...need,
        context: {
          ...need.context,
          ...serviceKeys(state, scope, input),
          "ecs:enable-execute-command": String(input.enableExecuteCommand ?? false),
          "ecs:enable-ecs-managed-tags": String(input.enableECSManagedTags ?? false),
        },
        ...requestTagsOf(input.tags),
      },
      ...serviceRoleNeeds(state, scope, input.taskDefinition),
      ...schedulerRoleNeeds(scope, input.role),
      ...tagOnCreateNeeds("CreateService", need.resource, input.tags),
    ];
  },
  run: (context) => {
    const { input, scope, state, world } = context;
    const cluster = activeCluster(state, scope, input.cluster);
    if ((input.clientToken?.length ?? 0) > LONGEST_TOKEN) {
      throw invalidParameter(`idempotency token longer than ${LONGEST_TOKEN}.`);
    }
    const name = requireServiceName(input.serviceName);
    const existing = state.table(serviceTable).get(serviceArn(scope, cluster.arn, name));
    // https://github.com/spinnaker/spinnaker/issues/5476
    if (existing?.status === "DRAINING") {
      throw invalidParameter("Unable to Start a service that is still Draining.");
    }
    if (existing?.status === "ACTIVE") {
      // https://github.com/Shippable/support/issues/4753
      const asked = digestOf(context, cluster.arn);
      if (asked === "" || existing.requestDigest !== asked) {
        throw invalidParameter("Creation of service was not idempotent.");
      }
      return { service: serviceView(state, existing, { tags: true }) };
    }
    const made = newService(context, cluster);
    forget(state, made.arn);
    const row = startDeployment(state, world, made);
    state.table(serviceTable).put(row);
    return { service: serviceView(state, row, { tags: true }) };
  },
});

const newService = (context: RunContext<CreateServiceRequest>, cluster: ClusterRow): ServiceRow => {
  const { input, scope, caller, state, world } = context;
  refuseUnavailableMembers(input);
  const strategy =
    requireOneOf("Scheduling strategy", input.schedulingStrategy, ["REPLICA", "DAEMON"] as const) ??
    "REPLICA";
  const desiredCount = checkedDesiredCount(strategy, input.desiredCount);
  if (strategy === "REPLICA" && desiredCount === undefined) {
    throw invalidParameter("DesiredCount is missing");
  }
  const deploymentConfiguration = checkedDeploymentConfiguration(strategy, input.deploymentConfiguration);
  checkedPlacement(strategy, input.placementConstraints, input.placementStrategy);
  const definition = launchable(state, scope, input.taskDefinition ?? "");
  // Without a capacity provider strategy the launch type is EC2.
  const launchType = checkLaunch(scope, cluster, definition, input, "created") ?? "EC2";
  const placementConstraints = input.placementConstraints ?? [];
  const placementStrategy = input.placementStrategy ?? [];
  const availabilityZoneRebalancing = rebalancingOfNew(input.availabilityZoneRebalancing, {
    schedulingStrategy: strategy,
    launchType,
    maximumPercent: deploymentConfiguration.maximumPercent,
    placementConstraints,
    placementStrategy,
    classicLoadBalancer: input.loadBalancers?.some(({ loadBalancerName }) => loadBalancerName) ?? false,
  });
  const tags = requireTags(input.tags);
  const arn = serviceArn(scope, cluster.arn, input.serviceName ?? "");
  return {
    arn,
    accountId: scope.accountId,
    region: scope.region,
    clusterArn: cluster.arn,
    name: input.serviceName ?? "",
    status: "ACTIVE",
    schedulingStrategy: strategy,
    desiredCount: desiredCount ?? 0,
    launchType,
    taskDefinitionArn: definition.arn,
    deploymentConfiguration,
    placementConstraints,
    placementStrategy,
    availabilityZoneRebalancing,
    ...(input.networkConfiguration === undefined ? {} : { networkConfiguration: input.networkConfiguration }),
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    propagateTags: checkedPropagateTags(input.propagateTags) ?? "NONE",
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags,
    createdAt: world.now(),
    createdBy: caller.principal.roleArn ?? caller.principal.arn,
    ...loadBalancersOfNew(context, arn, definition, launchType),
    requestDigest: digestOf(context, cluster.arn),
    deploymentId: "",
    eventCount: 0,
    steady: false,
  };
};

/** A service that is made anew begins with an empty event log and without a history. */
const forget = (state: Transaction, arn: string): void => {
  const events = state.table(serviceEventTable);
  for (const row of [...events.by("service", arn)]) events.delete(serviceEventTable.key(row));
  forgetHistory(state, arn);
};
