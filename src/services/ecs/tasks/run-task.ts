import type { RunTaskRequest, RunTaskResponse } from "@aws-sdk/client-ecs";
import { operation, type RunContext } from "../../../operation/index.ts";
import { taskSizeKeys } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import type { ClusterRow } from "../clusters/table.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { invalidParameter } from "../errors.ts";
import { readConstraints, readStrategies } from "../scheduler/placement-options.ts";
import { taskDemand } from "../scheduler/task-demand.ts";
import { launchNeeds } from "./launch-needs.ts";
import { checkedLaunch } from "./launch-request.ts";
import { launchToken, tasksOfToken } from "./launch-token.ts";
import { attributesOfLaunchType, checkedLaunchType } from "./launch-type.ts";
import { newTask } from "./new-task.ts";
import { placeTasks } from "./place-task.ts";
import { planPlacement } from "./plan-placement.ts";
import type { TaskRow } from "./table.ts";
import { taskShape } from "./task-shape.ts";

const MOST = 10;

/**
 * Starts tasks on the container instances that placement picks. Tasks that find no place are reported as
 * failures, one for each instance that refused the first of them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export const runTask = operation<RunTaskRequest, RunTaskResponse>("RunTask", {
  needs: (facts) =>
    launchNeeds("RunTask", facts, (definition) => ({
      "ecs:capacity-provider": facts.input.capacityProviderStrategy?.map(
        ({ capacityProvider }) => capacityProvider ?? "",
      ),
      ...taskSizeKeys({
        cpu: facts.input.overrides?.cpu ?? definition?.definition.cpu,
        memory: facts.input.overrides?.memory ?? definition?.definition.memory,
      }),
    })),
  run: (context) => {
    const { input, scope, state } = context;
    const cluster = activeCluster(state, scope, input.cluster);
    const token = launchToken(scope, cluster.arn, input.clientToken, input);
    const earlier = tasksOfToken(state, token);
    if (earlier.length > 0) return { tasks: earlier.map(shown), failures: [] };
    return start(context, cluster, token);
  },
});

const shown = (task: TaskRow) => taskShape(task, { tags: true });

const start = (
  { input, scope, state, world }: RunContext<RunTaskRequest>,
  cluster: ClusterRow,
  token: ReturnType<typeof launchToken>,
): RunTaskResponse => {
  const count = input.count ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw invalidParameter(`count must be between 1 and ${MOST}`);
  }
  const launch = checkedLaunch(state, scope, cluster.arn, input);
  const { definition } = launch.definition;
  const launchType = checkedLaunchType(scope, cluster, definition, input);
  const constraints = readConstraints([
    ...(input.placementConstraints ?? []),
    ...(definition.placementConstraints ?? []),
  ]);
  const strategies = readStrategies(input.placementStrategy);
  const { placements, failures } = planPlacement(
    state,
    {
      clusterArn: cluster.arn,
      group: launch.group,
      launchType,
      count,
      demand: taskDemand(definition, launch.overrides),
      requiredAttributes: [...(definition.requiresAttributes ?? []), ...attributesOfLaunchType(launchType)],
      constraints,
      strategies,
    },
    world.random,
  );
  // https://github.com/jenkinsci/amazon-ecs-plugin/issues/217
  if (placements.length === 0 && failures.length === 0) {
    throw invalidParameter("No Container Instances were found in your cluster.");
  }
  const tasks = placements.map(({ instanceArn, reservation }) => {
    // INVARIANT: a plan places on instances that are there in this same turn.
    const instance = state.table(containerInstanceTable).get(instanceArn)!;
    return newTask(world, scope, launch, { instance, reservation }, token);
  });
  placeTasks(state, tasks);
  return {
    tasks: tasks.map(shown),
    failures: failures.map(({ instanceArn, reason, detail }) => ({
      arn: instanceArn,
      reason,
      ...(detail === undefined ? {} : { detail }),
    })),
  };
};
