import type { ListTasksRequest, ListTasksResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import {
  containerInstanceArnOf,
  knownContainerInstance,
} from "../container-instances/container-instance-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { invalidParameter, serviceNotFound } from "../errors.ts";
import { page } from "../paging.ts";
import { type TaskRow, taskTable } from "./table.ts";

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
    if (input.serviceName && !hasTaskOfService(state, cluster.arn, input.serviceName))
      throw serviceNotFound();
    const listed = page({
      items: matching(state, cluster.arn, instance, input),
      sortKey: (task) => task.arn,
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
      taskArns: listed.items.map((task) => task.arn),
      ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken }),
    };
  },
});

const serviceGroup = (service: string): string => `service:${service.slice(service.lastIndexOf("/") + 1)}`;

const hasTaskOfService = (state: Reader, clusterArn: string, service: string): boolean =>
  state.table(taskTable).countBy("group", `${clusterArn}/${serviceGroup(service)}`) > 0;

/** The tasks that pass every filter, found through the index that leaves the fewest. */
function* matching(
  state: Reader,
  clusterArn: string,
  instance: string | undefined,
  input: ListTasksRequest,
): Iterable<TaskRow> {
  const desired = input.desiredStatus ?? "RUNNING";
  const group = input.serviceName ? serviceGroup(input.serviceName) : undefined;
  for (const task of found(state, clusterArn, instance, group, input, desired)) {
    if (task.clusterArn !== clusterArn) continue;
    // Nothing ever wants a task to be PENDING: AWS answers an empty list.
    if (task.desiredStatus !== desired) continue;
    if (group !== undefined && task.group !== group) continue;
    if (input.family && task.family !== input.family) continue;
    if (input.startedBy && task.startedBy !== input.startedBy) continue;
    if (input.launchType && task.launchType !== input.launchType) continue;
    if (input.daemonName) continue;
    yield task;
  }
}

const found = (
  state: Reader,
  clusterArn: string,
  instance: string | undefined,
  group: string | undefined,
  input: ListTasksRequest,
  desired: string,
): Iterable<TaskRow> => {
  const tasks = state.table(taskTable);
  if (instance !== undefined) return tasks.by("instance", instance);
  if (group !== undefined) return tasks.by("group", `${clusterArn}/${group}`);
  if (input.startedBy) return tasks.by("startedBy", `${clusterArn}/${input.startedBy}`);
  if (input.family) return tasks.by("family", `${clusterArn}/${input.family}`);
  return tasks.by("desired", `${clusterArn}/${desired}`);
};
