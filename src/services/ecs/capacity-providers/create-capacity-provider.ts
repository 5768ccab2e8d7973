import type { CreateCapacityProviderRequest, CreateCapacityProviderResponse } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { requestTagsOf, tagOnCreateNeeds } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { clientException, invalidParameter } from "../errors.ts";
import { ecsArn } from "../names.ts";
import { requireTags } from "../tag-values.ts";
import { requireAutoScalingGroupProvider } from "./auto-scaling-group-provider.ts";
import { capacityProviderView } from "./capacity-provider-view.ts";
import {
  managedInstancesContext,
  managedInstancesNeeds,
  requireManagedInstancesProvider,
} from "./managed-instances-provider.ts";
import { type CapacityProviderRow, capacityProviderTable } from "./table.ts";

const NAME = /^(?!aws|ecs|fargate)[a-zA-Z0-9_-]{1,255}$/i;

/** https://github.com/aws-samples/aws-cdk-examples/issues/628 */
const newArn = (scope: Scope, name: string | undefined): string => {
  if (name === undefined || !NAME.test(name)) {
    throw clientException(
      'The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with "aws", "ecs", or "fargate".',
    );
  }
  return ecsArn(scope, "capacity-provider", name);
};

/** https://github.com/aws/containers-roadmap/issues/688, https://github.com/aws/containers-roadmap/issues/632 */
const requireNew = (state: Reader, row: CapacityProviderRow): void => {
  const providers = state.table(capacityProviderTable);
  if (providers.get(row.arn) !== undefined) {
    throw clientException(
      "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.",
    );
  }
  const group = row.autoScalingGroupProvider?.autoScalingGroupArn;
  if (group !== undefined && providers.countBy("autoScalingGroup", group) > 0) {
    throw clientException(
      "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.",
    );
  }
};

const newRow = (state: Reader, scope: Scope, input: CreateCapacityProviderRequest): CapacityProviderRow => {
  const { autoScalingGroupProvider: group, managedInstancesProvider: managed } = input;
  if ((group === undefined) === (managed === undefined)) {
    throw invalidParameter("Specify either autoScalingGroupProvider or managedInstancesProvider.");
  }
  if (managed !== undefined && input.cluster === undefined) {
    throw invalidParameter("cluster is required when managedInstancesProvider is specified.");
  }
  return {
    arn: newArn(scope, input.name),
    accountId: scope.accountId,
    region: scope.region,
    name: input.name ?? "",
    clusterArn: managed === undefined ? undefined : activeCluster(state, scope, input.cluster).arn,
    autoScalingGroupProvider: group === undefined ? undefined : requireAutoScalingGroupProvider(group),
    managedInstancesProvider:
      managed === undefined ? undefined : requireManagedInstancesProvider(state, scope, managed),
    updateStatus: managed === undefined ? undefined : "CREATE_COMPLETE",
    tags: requireTags(input.tags),
  };
};

/**
 * CreateCapacityProvider.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html
 */
export const createCapacityProvider = operation<
  CreateCapacityProviderRequest,
  CreateCapacityProviderResponse
>("CreateCapacityProvider", {
  needs: ({ input, scope, state }) => [
    {
      action: "ecs:CreateCapacityProvider",
      resource: newArn(scope, input.name),
      context: managedInstancesContext(input.managedInstancesProvider),
      ...requestTagsOf(input.tags),
    },
    ...managedInstancesNeeds(state, scope, input.managedInstancesProvider),
    ...tagOnCreateNeeds("CreateCapacityProvider", newArn(scope, input.name), input.tags),
  ],
  run: ({ input, scope, state }) => {
    const row = newRow(state, scope, input);
    requireNew(state, row);
    state.table(capacityProviderTable).put(row);
    return { capacityProvider: capacityProviderView(row, true) };
  },
});
