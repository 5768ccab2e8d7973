import type { Tag } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../../arn.ts";
import { AwsError } from "../../../../operation/index.ts";
import type { Transaction } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { clusterNameOf } from "../../cluster-reference.ts";
import { containerInstanceTable } from "../../container-instances/table.ts";
import type { DeploymentRow } from "../../services/deployment-table.ts";
import { type ServiceRow, serviceGroup, serviceScope } from "../../services/table.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "../../task-definitions/table.ts";
import type { Launch } from "../../tasks/launch-request.ts";
import { attributesOfLaunchType } from "../../tasks/launch-type.ts";
import { newTask } from "../../tasks/new-task.ts";
import { placeTasks } from "../../tasks/place-task.ts";
import { planPlacement, planPlacementOn } from "../../tasks/plan-placement.ts";
import type { TaskRow } from "../../tasks/table.ts";
import { requireAssumableRoles } from "../../tasks/task-roles.ts";
import { readConstraints, readStrategies } from "../placement-options.ts";
import type { PlacementFailure, PlacementRequest } from "../plan.ts";
import { taskDemand } from "../task-demand.ts";

/** What came of an attempt to start tasks. */
export type Launched = {
  readonly tasks: readonly TaskRow[];
  /** Why the first task that was not started was not: no place, or an error. */
  readonly failures?: readonly PlacementFailure[];
  readonly error?: string;
};

/**
 * The service scheduler balances tasks over availability zones, then over instances, unless told otherwise.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const BALANCED = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "spread", field: "instanceId" },
] as const;

/** How the tasks of a deployment are placed. */
export const placementOf = (
  service: ServiceRow,
  deployment: DeploymentRow,
  { definition }: TaskDefinitionRow,
): Omit<PlacementRequest, "count"> => ({
  demand: taskDemand(definition, {}),
  requiredAttributes: [
    ...(definition.requiresAttributes ?? []),
    ...attributesOfLaunchType(deployment.launchType),
  ],
  constraints: readConstraints([...service.placementConstraints, ...(definition.placementConstraints ?? [])]),
  strategies: readStrategies(service.placementStrategy.length > 0 ? service.placementStrategy : BALANCED),
});

/**
 * The tags of a service's tasks: those handed on, then AWS's own.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
 */
const tagsOf = (service: ServiceRow, definition: TaskDefinitionRow): readonly Tag[] => {
  const handedOn =
    service.propagateTags === "SERVICE"
      ? service.tags
      : service.propagateTags === "TASK_DEFINITION"
        ? definition.tags
        : [];
  if (!service.enableECSManagedTags) return handedOn;
  return [
    ...handedOn,
    { key: "aws:ecs:clusterName", value: clusterNameOf(service.clusterArn) },
    { key: "aws:ecs:serviceName", value: service.name },
  ];
};

/** Starts tasks of a deployment: `count` of them wherever placement says, or one on each of `instances`. */
export const launchTasks = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  deployment: DeploymentRow,
  wish: {
    readonly count: number;
    readonly instances: readonly string[];
    /** The availability zone that the tasks are to be in, if it must be one. */
    readonly zone?: string;
  },
): Launched => {
  const scope = serviceScope(service);
  const definition = state.table(taskDefinitionTable).get(deployment.taskDefinitionArn);
  if (definition === undefined) return { tasks: [], error: "TaskDefinition not found." };
  const error = roleError(state, scope, service, definition);
  if (error !== undefined) return { tasks: [], error };
  const launch: Launch = {
    definition,
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    group: serviceGroup(service),
    startedBy: deployment.id,
    tags: tagsOf(service, definition),
    enableExecuteCommand: service.enableExecuteCommand,
    subnets: deployment.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
  };
  const placement = placementOf(service, deployment, definition);
  const request = wish.zone === undefined ? placement : inZone(placement, wish.zone);
  const there = {
    ...request,
    clusterArn: service.clusterArn,
    group: launch.group,
    launchType: deployment.launchType,
  };
  const { placements, failures } =
    wish.instances.length > 0
      ? planPlacementOn(state, there, wish.instances)
      : planPlacement(state, { ...there, count: wish.count }, world.random);
  const tasks = placements.flatMap(({ instanceArn, reservation }) => {
    const instance = state.table(containerInstanceTable).get(instanceArn);
    return instance === undefined
      ? []
      : [newTask(world, scope, launch, { instance, reservation }, undefined)];
  });
  placeTasks(state, tasks);
  const short = tasks.length < wish.count + wish.instances.length;
  return short ? { tasks, failures } : { tasks };
};

/** A placement that one zone alone can take, whatever an agent calls its zone: nothing is written to be read again. */
const inZone = (
  placement: Omit<PlacementRequest, "count">,
  zone: string,
): Omit<PlacementRequest, "count"> => {
  const subject = "attribute:ecs.availability-zone";
  const only = {
    text: `${subject} == ${JSON.stringify(zone)}`,
    expression: { kind: "compare", subject, by: "==", value: zone },
  } as const;
  const { distinctInstance, memberOf } = placement.constraints;
  return { ...placement, constraints: { distinctInstance, memberOf: [...memberOf, only] } };
};

const roleError = (
  state: Transaction,
  scope: Scope,
  service: ServiceRow,
  { definition }: TaskDefinitionRow,
): string | undefined => {
  try {
    requireAssumableRoles(state, scope, service.clusterArn, definition, {});
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
};
