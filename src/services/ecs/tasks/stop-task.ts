import type { StopTaskRequest, StopTaskResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { stopRegisteredTask } from "../scheduler/load-balancers/stop-registered-task.ts";
import { taskTable } from "./table.ts";
import { taskArnOf } from "./task-reference.ts";
import { taskShape } from "./task-shape.ts";

const LONGEST_REASON = 1024;

/**
 * Asks for a task's stop. The answer shows the task as it is now: its agent has yet to stop the containers. A
 * service's task that gets requests from a load balancer leaves it first.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
 */
export const stopTask = operation<StopTaskRequest, StopTaskResponse>("StopTask", {
  needs: ({ input, scope, state }) => {
    const cluster = clusterArn(scope, input.cluster);
    const resource = taskArnOf(scope, cluster, input.task ?? "");
    return {
      action: "ecs:StopTask",
      resource,
      context: { "ecs:cluster": cluster },
      ...resourceTagsOf(state.table(taskTable).get(resource)),
    };
  },
  run: ({ input, scope, state, world }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const { reason } = input;
    if ((reason?.length ?? 0) > LONGEST_REASON) {
      throw invalidParameter(`Reason must be at most ${LONGEST_REASON} characters long.`);
    }
    const task = state.table(taskTable).get(taskArnOf(scope, cluster.arn, input.task ?? ""));
    if (task === undefined) throw invalidParameter("The referenced task was not found.");
    const stoppedReason = reason ? reason : "Task stopped by user";
    const request = { stopCode: "UserInitiated", stoppedReason } as const;
    const stopping = stopRegisteredTask(state, task, request, world.now());
    return { task: taskShape(stopping, { tags: true }) };
  },
});
