import type { DeleteClusterRequest, DeleteClusterResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { capacityProviderTable } from "../capacity-providers/table.ts";
import { activeCluster } from "../cluster-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import {
  clientException,
  clusterContainsContainerInstances,
  clusterContainsServices,
  clusterContainsTasks,
} from "../errors.ts";
import { serviceTable } from "../services/table.ts";
import { taskTable } from "../tasks/table.ts";
import { clusterView, WHOLE_CLUSTER } from "./cluster-view.ts";
import { dropForgottenClusters } from "./forget-clusters.ts";
import { type ClusterRow, clusterTable } from "./table.ts";

const requireEmpty = (state: Reader, arn: string): void => {
  if (state.table(containerInstanceTable).countBy("registered", arn) > 0) {
    throw clusterContainsContainerInstances();
  }
  if (state.table(serviceTable).countBy("cluster", arn) > 0) throw clusterContainsServices();
  const tasks = state.table(taskTable);
  if (tasks.countBy("cluster", arn) > tasks.countBy("stopped", arn)) throw clusterContainsTasks();
  if (state.table(capacityProviderTable).countBy("cluster", arn) > 0) {
    // https://github.com/ekristen/aws-nuke/issues/990
    throw clientException(
      "The Cluster cannot be deleted while Cluster Scoped Capacity Providers are attached to the cluster.",
    );
  }
};

/**
 * DeleteCluster: an empty cluster becomes INACTIVE, and is shown as such for a while.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
 */
export const deleteCluster = operation<DeleteClusterRequest, DeleteClusterResponse>("DeleteCluster", {
  needs: ({ input, scope, state }) => clusterNeed(state, scope, "ecs:DeleteCluster", input.cluster),
  run: ({ input, scope, state, world }) => {
    const before = activeCluster(state, scope, input.cluster);
    requireEmpty(state, before.arn);
    const row: ClusterRow = {
      ...before,
      status: "INACTIVE",
      capacityProviders: [],
      defaultCapacityProviderStrategy: [],
      inactiveAt: world.now(),
    };
    dropForgottenClusters(state, scope, world.now());
    state.table(clusterTable).put(row);
    return { cluster: clusterView(state, row, WHOLE_CLUSTER) };
  },
});
