import type {
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { taskTable } from "../tasks/table.ts";
import { knownContainerInstance } from "./container-instance-reference.ts";
import { containerInstanceShape } from "./container-instance-shape.ts";
import { deregister } from "./deregistration.ts";

/**
 * Takes a container instance out of its cluster; with `force` even when tasks run on it, which are orphaned.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
 */
export const deregisterContainerInstance = operation<
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse
>("DeregisterContainerInstance", {
  needs: ({ input, scope, state }) =>
    clusterNeed(state, scope, "ecs:DeregisterContainerInstance", input.cluster),
  run: ({ input, scope, state, world }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const row = knownContainerInstance(state, scope, cluster.arn, input.containerInstance ?? "");
    const tasks = state.table(taskTable).countBy("live", row.arn);
    // The text is what getmoto/moto answers and its users match on.
    if (tasks > 0 && input.force !== true) throw invalidParameter("Found running tasks on the instance.");
    const inactive = deregister(
      state,
      row.arn,
      {
        stopCode: "UserInitiated",
        stoppedReason: "Container instance deregistration forced by user.",
      },
      world.now(),
    );
    return {
      containerInstance: containerInstanceShape(state, inactive ?? row, { tags: true, health: false }),
    };
  },
});
