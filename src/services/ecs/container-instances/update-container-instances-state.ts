import type {
  ContainerInstance,
  Failure,
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { containerInstanceArnOf } from "./container-instance-reference.ts";
import { containerInstanceShape } from "./container-instance-shape.ts";
import { containerInstanceNeeds, requireContainerInstances } from "./describe-container-instances.ts";
import { containerInstanceTable } from "./table.ts";

const MOST = 10;

/**
 * Drains container instances, so that no new task goes there, or brings them back.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateContainerInstancesState.html
 */
export const updateContainerInstancesState = operation<
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse
>("UpdateContainerInstancesState", {
  needs: ({ input, scope, state }) => {
    const references = requireContainerInstances(input.containerInstances, MOST);
    return containerInstanceNeeds(
      state,
      scope,
      "ecs:UpdateContainerInstancesState",
      input.cluster,
      references,
    );
  },
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const { status } = input;
    if (status !== "ACTIVE" && status !== "DRAINING") {
      // https://github.com/getmoto/moto (the text that its users met)
      throw invalidParameter("Container instances status should be one of [ACTIVE,DRAINING]");
    }
    const containerInstances: ContainerInstance[] = [];
    const failures: Failure[] = [];
    const instances = state.table(containerInstanceTable);
    for (const reference of input.containerInstances ?? []) {
      const arn = containerInstanceArnOf(scope, cluster.arn, reference);
      const row = instances.get(arn);
      if (row === undefined) failures.push({ arn, reason: "MISSING" });
      else if (row.status === "INACTIVE") failures.push({ arn, reason: "INACTIVE" });
      else {
        const updated = row.status === status ? row : { ...row, status, version: row.version + 1 };
        if (updated !== row) instances.put(updated);
        containerInstances.push(containerInstanceShape(state, updated, { tags: true, health: false }));
      }
    }
    return { containerInstances, failures };
  },
});
