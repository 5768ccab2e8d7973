import type {
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { clusterView, WHOLE_CLUSTER } from "../clusters/cluster-view.ts";
import { type ClusterRow, clusterTable } from "../clusters/table.ts";
import { capacityProviderArn } from "./capacity-provider-reference.ts";
import { requireCapacityProviders, requireStrategy } from "./capacity-provider-strategy.ts";

/**
 * PutClusterCapacityProviders: both lists replace those the cluster has.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
 */
export const putClusterCapacityProviders = operation<
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse
>("PutClusterCapacityProviders", {
  needs: ({ input, scope, state }) => {
    const providers = (input.capacityProviders ?? []).map((name) => capacityProviderArn(scope, name));
    return {
      ...clusterNeed(state, scope, "ecs:PutClusterCapacityProviders", input.cluster),
      context: { "ecs:capacity-provider": providers.length === 0 ? undefined : providers },
    };
  },
  run: ({ input, scope, state }) => {
    const before = activeCluster(state, scope, input.cluster);
    const capacityProviders = requireCapacityProviders(state, scope, input.capacityProviders);
    const row: ClusterRow = {
      ...before,
      capacityProviders,
      defaultCapacityProviderStrategy: requireStrategy(
        scope,
        input.defaultCapacityProviderStrategy,
        capacityProviders,
      ),
    };
    state.table(clusterTable).put(row);
    return { cluster: clusterView(state, row, WHOLE_CLUSTER) };
  },
});
