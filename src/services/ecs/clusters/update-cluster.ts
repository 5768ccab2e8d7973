import type { UpdateClusterRequest, UpdateClusterResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { applySettings, requireConfiguration, requireServiceConnectDefaults } from "./cluster-settings.ts";
import { clusterView, WHOLE_CLUSTER } from "./cluster-view.ts";
import { type ClusterRow, clusterTable } from "./table.ts";

/**
 * UpdateCluster: what is left out stays as it is.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateCluster.html
 */
export const updateCluster = operation<UpdateClusterRequest, UpdateClusterResponse>("UpdateCluster", {
  needs: ({ input, scope, state }) => ({
    ...clusterNeed(state, scope, "ecs:UpdateCluster", input.cluster),
    context: {
      "ecs:fargate-ephemeral-storage-kms-key":
        input.configuration?.managedStorageConfiguration?.fargateEphemeralStorageKmsKeyId,
    },
  }),
  run: ({ input, scope, state }) => {
    const before = activeCluster(state, scope, input.cluster);
    const row: ClusterRow = {
      ...before,
      settings: applySettings(before.settings, input.settings),
      configuration:
        input.configuration === undefined
          ? before.configuration
          : { ...before.configuration, ...requireConfiguration(input.configuration) },
      serviceConnectDefaults:
        input.serviceConnectDefaults === undefined
          ? before.serviceConnectDefaults
          : requireServiceConnectDefaults(input.serviceConnectDefaults),
    };
    state.table(clusterTable).put(row);
    return { cluster: clusterView(state, row, WHOLE_CLUSTER) };
  },
});
