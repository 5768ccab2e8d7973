import type { ListServicesRequest, ListServicesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { page } from "../paging.ts";

/**
 * ListServices. There are no services: nothing makes one yet.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html
 */
export const listServices = operation<ListServicesRequest, ListServicesResponse>("ListServices", {
  needs: ({ input, scope }) => ({
    action: "ecs:ListServices",
    resource: "*",
    context: { "ecs:cluster": clusterArn(scope, input.cluster) },
  }),
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    page({
      items: [],
      sortKey: () => "",
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: ["ListServices", cluster.arn, input.launchType, input.schedulingStrategy],
    });
    return { serviceArns: [] };
  },
});
