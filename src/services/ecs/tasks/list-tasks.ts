import type { ListTasksRequest, ListTasksResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import {
  containerInstanceArnOf,
  knownContainerInstance,
} from "../container-instances/container-instance-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { invalidParameter, serviceNotFound } from "../errors.ts";
import { ecsArn } from "../names.ts";
import { pageInOrder } from "../paging.ts";
import { serviceArn } from "../services/service-reference.ts";
import { serviceTable } from "../services/table.ts";
import { type TaskFilter, taskIdsAfter } from "./task-lists.ts";

/**
 * Lists tasks by their ARNs; without `desiredStatus` those that are to run.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export const listTasks = operation<ListTasksRequest, ListTasksResponse>("ListTasks", {
  // Decided on the container instance where one is named, else on `*`: a policy on clusters or tasks does not
  // grant it. https://github.com/cdklabs/construct-hub/issues/1207
  needs: ({ input, scope, state }) => {
    const cluster = clusterArn(scope, input.cluster);
    const context = { "ecs:cluster": cluster };
    if (!input.containerInstance) return { action: "ecs:ListTasks", resource: "*", context };
    const resource = containerInstanceArnOf(scope, cluster, input.containerInstance);
    return {
      action: "ecs:ListTasks",
      resource,
      context,
      ...resourceTagsOf(state.table(containerInstanceTable).get(resource)),
    };
  },
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const instance = input.containerInstance
      ? knownContainerInstance(state, scope, cluster.arn, input.containerInstance).arn
      : undefined;
    if (input.serviceName && input.family) {
      throw invalidParameter("cannot specify both family and serviceName");
    }
    if (input.serviceName && input.startedBy) {
      throw invalidParameter("cannot specify both startedBy and serviceName");
    }
    const service = input.serviceName ? serviceArn(scope, cluster.arn, input.serviceName) : undefined;
    if (service !== undefined && state.table(serviceTable).get(service) === undefined)
      throw serviceNotFound();
    const filter: TaskFilter = {
      clusterArn: cluster.arn,
      desired: input.desiredStatus ?? "RUNNING",
      instance,
      group: input.serviceName ? serviceGroup(input.serviceName) : undefined,
      family: input.family || undefined,
      startedBy: input.startedBy || undefined,
      launchType: input.launchType || undefined,
    };
    const listed = pageInOrder<string>({
      // No task belongs to a daemon here.
      after: (id) => (input.daemonName ? [] : taskIdsAfter(state, filter, id)),
      sortKey: (id) => id,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: [
        "ListTasks",
        cluster.arn,
        instance,
        input.family,
        input.startedBy,
        input.serviceName,
        input.desiredStatus,
        input.launchType,
      ],
    });
    return {
      taskArns: listed.items.map((id) => ecsArn(scope, "task", cluster.name, id)),
      ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken }),
    };
  },
});

const serviceGroup = (service: string): string => `service:${service.slice(service.lastIndexOf("/") + 1)}`;
