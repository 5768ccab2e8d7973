import type { Failure, StartTaskRequest, StartTaskResponse } from "@aws-sdk/client-ecs";
import { operation, type RunContext } from "../../../operation/index.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { containerInstanceArnOf } from "../container-instances/container-instance-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { invalidParameter } from "../errors.ts";
import { candidateOf } from "../scheduler/candidate.ts";
import { infeasible } from "../scheduler/feasible.ts";
import { lackingResource, reservationFor } from "../scheduler/fits.ts";
import { type TaskDemand, taskDemand } from "../scheduler/task-demand.ts";
import { launchNeeds } from "./launch-needs.ts";
import { checkedLaunch, type Launch } from "./launch-request.ts";
import { newTask } from "./new-task.ts";
import { placeTask } from "./place-task.ts";
import type { TaskRow } from "./table.ts";
import { taskShape } from "./task-shape.ts";

const MOST = 10;

/**
 * Starts a task on each of the named container instances; where one cannot take it, a failure says why.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StartTask.html
 */
export const startTask = operation<StartTaskRequest, StartTaskResponse>("StartTask", {
  needs: (facts) => {
    const { input, scope } = facts;
    const cluster = clusterArn(scope, input.cluster);
    const instances = requireFew(input.containerInstances);
    // The key takes one ARN: with several instances each is decided on its own.
    const keys = instances.map((instance) => containerInstanceArnOf(scope, cluster, instance));
    const [first, ...others] = keys;
    const needs = launchNeeds("StartTask", facts, () => ({ "ecs:container-instances": first }));
    const [action] = needs;
    if (action === undefined) return needs;
    return [
      ...needs,
      ...others.map((arn) => ({ ...action, context: { ...action.context, "ecs:container-instances": arn } })),
    ];
  },
  run: (context) => {
    const { input, scope, state } = context;
    const cluster = activeCluster(state, scope, input.cluster);
    const instances = requireFew(input.containerInstances);
    if (instances.length === 0) throw invalidParameter("Container instances cannot be empty.");
    const launch = checkedLaunch(state, scope, cluster.arn, input);
    const demand = taskDemand(launch.definition.definition, launch.overrides);
    const tasks: TaskRow[] = [];
    const failures: Failure[] = [];
    for (const instance of instances) {
      const arn = containerInstanceArnOf(scope, cluster.arn, instance);
      const outcome = startOn(context, launch, demand, arn);
      if (typeof outcome === "string") failures.push({ arn, reason: outcome });
      else tasks.push(outcome);
    }
    return { tasks: tasks.map((task) => taskShape(task, { tags: true })), failures };
  },
});

/** Why before anything is decided: each instance is a decision of its own, with all the tags of the call. */
const requireFew = (instances: readonly string[] | undefined): readonly string[] => {
  if (instances !== undefined && instances.length > MOST) {
    throw invalidParameter(`Container instances can have at most ${MOST} items.`);
  }
  return instances ?? [];
};

/** Starts the task, or says why not. */
const startOn = (
  { scope, state, world }: RunContext<StartTaskRequest>,
  launch: Launch,
  demand: TaskDemand,
  arn: string,
): TaskRow | string => {
  const instance = state.table(containerInstanceTable).get(arn);
  if (instance === undefined) return "MISSING";
  if (instance.status === "INACTIVE") return "INACTIVE";
  const candidate = candidateOf(instance);
  const reason =
    infeasible(candidate, launch.definition.definition.requiresAttributes ?? []) ??
    lackingResource(demand, candidate.free);
  if (reason !== undefined) return reason;
  const reservation = reservationFor(demand, candidate.free);
  const task = newTask(world, scope, launch, { instance, reservation }, undefined);
  placeTask(state, task);
  return task;
};
