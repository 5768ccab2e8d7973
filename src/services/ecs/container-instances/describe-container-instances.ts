import type {
  ContainerInstance,
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  Failure,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { type Need, operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { containerInstanceArnOf } from "./container-instance-reference.ts";
import { containerInstanceShape } from "./container-instance-shape.ts";
import { containerInstanceTable } from "./table.ts";

/** One need for each container instance that a call names. */
export const containerInstanceNeeds = (
  state: Reader,
  scope: Scope,
  action: string,
  cluster: string | undefined,
  instances: readonly string[],
): readonly Need[] => {
  const arn = clusterArn(scope, cluster);
  return instances.map((reference) => {
    const resource = containerInstanceArnOf(scope, arn, reference);
    return {
      action,
      resource,
      context: { "ecs:cluster": arn },
      ...resourceTagsOf(state.table(containerInstanceTable).get(resource)),
    };
  });
};

/** Refuses no container instances, and more than a call may name. */
export const requireContainerInstances = (
  instances: readonly string[] | undefined,
  most: number,
): readonly string[] => {
  if (instances === undefined || instances.length === 0) {
    throw invalidParameter("Container instances cannot be empty.");
  }
  // The text that callers of UpdateContainerInstancesState met; there is no page of it.
  if (instances.length > most) throw invalidParameter(`instanceIds can have at most ${most} items.`);
  return instances;
};

const MOST = 100;

/**
 * Describes container instances; those that are not there are failures with the reason MISSING.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeContainerInstances.html
 */
export const describeContainerInstances = operation<
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse
>("DescribeContainerInstances", {
  needs: ({ input, scope, state }) => {
    const references = requireContainerInstances(input.containerInstances, MOST);
    return containerInstanceNeeds(state, scope, "ecs:DescribeContainerInstances", input.cluster, references);
  },
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const parts = {
      tags: input.include?.includes("TAGS") ?? false,
      health: input.include?.includes("CONTAINER_INSTANCE_HEALTH") ?? false,
    };
    const containerInstances: ContainerInstance[] = [];
    const failures: Failure[] = [];
    const arns = input.containerInstances?.map((one) => containerInstanceArnOf(scope, cluster.arn, one));
    for (const arn of new Set(arns)) {
      const row = state.table(containerInstanceTable).get(arn);
      if (row === undefined) failures.push({ arn, reason: "MISSING" });
      else containerInstances.push(containerInstanceShape(state, row, parts));
    }
    return { containerInstances, failures };
  },
});
