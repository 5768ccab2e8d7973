import type { UpdateCapacityProviderRequest, UpdateCapacityProviderResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { invalidParameter } from "../errors.ts";
import { updateAutoScalingGroupProvider } from "./auto-scaling-group-provider.ts";
import { capacityProviderView } from "./capacity-provider-view.ts";
import { capacityProviderNeed, changeableCapacityProvider } from "./known-capacity-provider.ts";
import {
  managedInstancesContext,
  managedInstancesNeeds,
  requireManagedInstancesProvider,
} from "./managed-instances-provider.ts";
import { type CapacityProviderRow, capacityProviderTable } from "./table.ts";

/**
 * UpdateCapacityProvider: what is left out stays as it is.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateCapacityProvider.html
 */
export const updateCapacityProvider = operation<
  UpdateCapacityProviderRequest,
  UpdateCapacityProviderResponse
>("UpdateCapacityProvider", {
  needs: ({ input, scope, state }) => [
    {
      ...capacityProviderNeed(state, scope, "ecs:UpdateCapacityProvider", input.name),
      context: managedInstancesContext(input.managedInstancesProvider),
    },
    ...managedInstancesNeeds(state, scope, input.managedInstancesProvider),
  ],
  run: ({ input, scope, state }) => {
    const before = changeableCapacityProvider(state, scope, input.name);
    const { autoScalingGroupProvider: group, managedInstancesProvider: managed } = input;
    const fits =
      (group === undefined || before.autoScalingGroupProvider !== undefined) &&
      (managed === undefined || before.managedInstancesProvider !== undefined);
    if (!fits || (group === undefined && managed === undefined)) {
      throw invalidParameter("The update does not fit the type of the capacity provider.");
    }
    const row: CapacityProviderRow = {
      ...before,
      updateStatus: "UPDATE_COMPLETE",
      ...(group === undefined || before.autoScalingGroupProvider === undefined
        ? {}
        : {
            autoScalingGroupProvider: updateAutoScalingGroupProvider(before.autoScalingGroupProvider, group),
          }),
      ...(managed === undefined
        ? {}
        : {
            managedInstancesProvider: requireManagedInstancesProvider(state, scope, {
              ...before.managedInstancesProvider,
              ...managed,
              instanceLaunchTemplate: {
                ec2InstanceProfileArn: undefined,
                networkConfiguration: undefined,
                ...before.managedInstancesProvider?.instanceLaunchTemplate,
                ...managed.instanceLaunchTemplate,
              },
            }),
          }),
    };
    state.table(capacityProviderTable).put(row);
    return { capacityProvider: capacityProviderView(row, true) };
  },
});
