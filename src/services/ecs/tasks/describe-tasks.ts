import type { DescribeTasksRequest, DescribeTasksResponse, Failure, Task } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { type Need, operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { taskTable } from "./table.ts";
import { taskArnOf } from "./task-reference.ts";
import { taskShape } from "./task-shape.ts";

const MOST = 100;

/** One need for each task that a call names. */
export const taskNeeds = (
  state: Reader,
  scope: Scope,
  action: string,
  cluster: string | undefined,
  tasks: readonly string[] | undefined,
): readonly Need[] => {
  const arn = clusterArn(scope, cluster);
  return (tasks ?? []).slice(0, MOST).map((reference) => {
    const resource = taskArnOf(scope, arn, reference);
    return {
      action,
      resource,
      context: { "ecs:cluster": arn },
      ...resourceTagsOf(state.table(taskTable).get(resource)),
    };
  });
};

/** Refuses no tasks, and more than a call may name. https://github.com/sil-org/ecs-deploy/issues/63 */
export const requireTaskReferences = (
  tasks: readonly string[] | undefined,
  most: number = MOST,
): readonly string[] => {
  if (tasks === undefined || tasks.length === 0) throw invalidParameter("Tasks cannot be empty.");
  if (tasks.length > most) throw invalidParameter(`Tasks can have at most ${most} items.`);
  return tasks;
};

/**
 * Describes tasks; those that are not there are failures with the reason MISSING.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html
 */
export const describeTasks = operation<DescribeTasksRequest, DescribeTasksResponse>("DescribeTasks", {
  needs: ({ input, scope, state }) => {
    const references = requireTaskReferences(input.tasks);
    return taskNeeds(state, scope, "ecs:DescribeTasks", input.cluster, references);
  },
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const tags = input.include?.includes("TAGS") ?? false;
    const tasks: Task[] = [];
    const failures: Failure[] = [];
    for (const arn of new Set(input.tasks?.map((task) => taskArnOf(scope, cluster.arn, task)))) {
      const row = state.table(taskTable).get(arn);
      if (row === undefined) failures.push({ arn, reason: "MISSING" });
      else tasks.push(taskShape(row, { tags }));
    }
    return { tasks, failures };
  },
});
