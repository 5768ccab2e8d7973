import type { ListServicesRequest, ListServicesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { requireOneOf } from "../enumeration.ts";
import { page } from "../paging.ts";
import { type ServiceRow, serviceTable } from "./table.ts";

/**
 * ListServices: the ARNs of the services of a cluster that are not INACTIVE.
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
    requireOneOf("launch type", input.launchType, [
      "EC2",
      "FARGATE",
      "EXTERNAL",
      "MANAGED_INSTANCES",
    ] as const);
    requireOneOf("Scheduling strategy", input.schedulingStrategy, ["REPLICA", "DAEMON"] as const);
    requireOneOf("resourceManagementType", input.resourceManagementType, ["CUSTOMER", "ECS"] as const);
    const { items, nextToken } = page({
      items: [...state.table(serviceTable).by("cluster", cluster.arn)].filter((row) => passes(row, input)),
      sortKey: ({ arn }) => arn,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      usual: 10,
      list: [
        "ListServices",
        cluster.arn,
        input.launchType,
        input.schedulingStrategy,
        input.resourceManagementType,
      ],
    });
    return {
      serviceArns: items.map(({ arn }) => arn),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  },
});

const passes = (row: ServiceRow, input: ListServicesRequest): boolean =>
  (input.launchType === undefined || row.launchType === input.launchType) &&
  (input.schedulingStrategy === undefined || row.schedulingStrategy === input.schedulingStrategy) &&
  input.resourceManagementType !== "ECS";
