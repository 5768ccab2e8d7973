import type { ListClustersRequest, ListClustersResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { page } from "../paging.ts";
import { clusterTable } from "./table.ts";

/**
 * ListClusters: the ARNs of the ACTIVE clusters.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html
 */
export const listClusters = operation<ListClustersRequest, ListClustersResponse>("ListClusters", {
  needs: () => ({ action: "ecs:ListClusters", resource: "*" }),
  run: ({ input, scope, state }) => {
    const { items, nextToken } = page({
      items: state.table(clusterTable).by("active", `${scope.accountId}/${scope.region}`),
      sortKey: (row) => row.arn,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: ["ListClusters", scope.accountId, scope.region],
    });
    return { clusterArns: items.map((row) => row.arn), nextToken };
  },
});
