import type {
  ContainerInstanceStatus,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { page } from "../paging.ts";
import { candidateOf } from "../scheduler/candidate.ts";
import { type Expression, matches, parseExpression } from "../scheduler/expression/index.ts";
import { taskFacts } from "../tasks/task-facts.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "./table.ts";

/**
 * Lists container instances by their ARNs: of all statuses but INACTIVE unless one is asked for, and those
 * that an expression of the cluster query language describes.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListContainerInstances.html
 */
export const listContainerInstances = operation<
  ListContainerInstancesRequest,
  ListContainerInstancesResponse
>("ListContainerInstances", {
  needs: ({ input, scope, state }) => clusterNeed(state, scope, "ecs:ListContainerInstances", input.cluster),
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const filter = input.filter ? parseExpression(input.filter) : undefined;
    const listed = page({
      items: matching(state, cluster.arn, input.status, filter),
      sortKey: (row) => row.arn,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: ["ListContainerInstances", cluster.arn, input.status, input.filter],
    });
    return {
      containerInstanceArns: listed.items.map((row) => row.arn),
      ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken }),
    };
  },
});

function* matching(
  state: Reader,
  clusterArn: string,
  status: ContainerInstanceStatus | undefined,
  filter: Expression | undefined,
): Iterable<ContainerInstanceRow> {
  const facts = taskFacts(state);
  for (const row of state.table(containerInstanceTable).by("registered", clusterArn)) {
    if (status !== undefined && row.status !== status) continue;
    if (filter !== undefined && !matches(filter, { candidate: candidateOf(row), ...facts })) continue;
    yield row;
  }
}
