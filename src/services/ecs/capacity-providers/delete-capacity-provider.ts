import type { DeleteCapacityProviderRequest, DeleteCapacityProviderResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterTable } from "../clusters/table.ts";
import { capacityProviderView } from "./capacity-provider-view.ts";
import { capacityProviderNeed, changeableCapacityProvider } from "./known-capacity-provider.ts";
import { capacityProviderTable } from "./table.ts";

/**
 * DeleteCapacityProvider. One that a cluster still has stays, and its `updateStatus` says why.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCapacityProvider.html
 * https://github.com/ekristen/aws-nuke/pull/542
 */
export const deleteCapacityProvider = operation<
  DeleteCapacityProviderRequest,
  DeleteCapacityProviderResponse
>("DeleteCapacityProvider", {
  needs: ({ input, scope, state }) =>
    capacityProviderNeed(state, scope, "ecs:DeleteCapacityProvider", input.capacityProvider),
  run: ({ input, scope, state }) => {
    const row = changeableCapacityProvider(state, scope, input.capacityProvider);
    const clusters = state.table(clusterTable).by("active", `${scope.accountId}/${scope.region}`);
    const user = [...clusters].find(({ capacityProviders }) => capacityProviders.includes(row.name));
    if (user !== undefined) {
      const failed = { ...row, updateStatus: "DELETE_FAILED" as const };
      state.table(capacityProviderTable).put(failed);
      return {
        capacityProvider: {
          ...capacityProviderView(failed, true),
          updateStatusReason: `The capacity provider cannot be deleted because it is associated with cluster: ${user.name}. Remove the capacity provider from the cluster and try again.`,
        },
      };
    }
    state.table(capacityProviderTable).delete(row.arn);
    return {
      capacityProvider: {
        ...capacityProviderView(row, true),
        status: "INACTIVE",
        updateStatus: "DELETE_COMPLETE",
      },
    };
  },
});
