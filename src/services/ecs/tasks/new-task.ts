import type { Attachment } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { hexId } from "../../../ids.ts";
import type { World } from "../../../world.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { ecsArn } from "../names.ts";
import type { Launch } from "./launch-request.ts";
import { containerOverrideOf } from "./overrides.ts";
import type { TaskContainer, TaskReservation, TaskRow } from "./table.ts";
import { taskRoles } from "./task-roles.ts";

/** Where a new task goes and what it takes there. */
export type NewTaskPlace = {
  readonly instance: ContainerInstanceRow;
  readonly reservation: TaskReservation;
};

/** The idempotency of the call that makes a task. */
export type LaunchToken = { readonly clientToken: string; readonly requestDigest: string };

/** The row of a task that was just placed. Tasks of the `awsvpc` mode begin with the provision of their network. */
export const newTask = (
  world: World,
  scope: Scope,
  launch: Launch,
  place: NewTaskPlace,
  token: LaunchToken | undefined,
): TaskRow => {
  const { instance, reservation } = place;
  const { definition, overrides } = launch;
  const id = hexId(world);
  const cluster = clusterNameOf(instance.clusterArn);
  const zone = attributeOf(instance, "ecs.availability-zone");
  const cpu = overrides.cpu ?? definition.definition.cpu;
  const memory = overrides.memory ?? definition.definition.memory;
  const roles = taskRoles(scope, definition.definition, overrides);
  const attachments = attachmentsOf(world, launch);
  // Why assigned and not spread: most of a control plane's memory is these rows, and a literal with spreads in it
  // takes twice the room and many times the time.
  const row: Writable<TaskRow> = {
    arn: ecsArn(scope, "task", cluster, id),
    id,
    accountId: scope.accountId,
    region: scope.region,
    clusterArn: instance.clusterArn,
    taskDefinitionArn: definition.arn,
    family: definition.family,
    containerInstanceArn: instance.arn,
    group: launch.group,
    launchType: isExternal(instance) ? "EXTERNAL" : "EC2",
    lastStatus: attachments.length > 0 ? "PROVISIONING" : "PENDING",
    desiredStatus: "RUNNING",
    containers: containersOf(world, scope, launch, place, cluster, id),
    overrides,
    attributes: shownAttributes(instance),
    attachments,
    enableExecuteCommand: launch.enableExecuteCommand,
    createdAt: world.now(),
    healthStatus: "UNKNOWN",
    tags: launch.tags,
    version: 1,
    delivered: false,
    reservation,
  };
  if (launch.startedBy !== undefined) row.startedBy = launch.startedBy;
  if (cpu) row.cpu = cpu;
  if (memory) row.memory = memory;
  if (zone !== undefined) row.availabilityZone = zone;
  if (token !== undefined) {
    row.clientToken = token.clientToken;
    row.requestDigest = token.requestDigest;
  }
  if (roles.task !== undefined) row.taskCredentialsId = world.uuid();
  if (roles.execution !== undefined) row.executionCredentialsId = world.uuid();
  return row;
};

type Writable<Row> = { -readonly [Member in keyof Row]: Row[Member] };

/** The value of an instance's attribute. */
export const attributeOf = (instance: ContainerInstanceRow, name: string): string | undefined =>
  instance.attributes.find((attribute) => attribute.name === name)?.value;

/**
 * The attributes of an instance that its tasks show: its architecture, as on AWS, and that its containers are
 * only simulated where that is so, for nobody must take such a task for one that runs.
 */
const SHOWN = ["ecs.cpu-architecture", "portreeve.containers"];

const shownAttributes = ({ attributes }: ContainerInstanceRow): TaskRow["attributes"] => {
  const known = shownOf.get(attributes);
  if (known !== undefined) return known;
  const shown = SHOWN.flatMap((name) => {
    const value = attributes.find((attribute) => attribute.name === name)?.value;
    return value === undefined ? [] : [{ name, value }];
  });
  shownOf.set(attributes, shown);
  return shown;
};

/** Tasks of one instance share the list. */
const shownOf = new WeakMap<ContainerInstanceRow["attributes"], TaskRow["attributes"]>();

/** Whether an instance registered as one of ECS Anywhere. */
export const isExternal = (instance: ContainerInstanceRow): boolean =>
  instance.attributes.some(({ name }) => name === "ecs.capability.external");

/** What has nothing shares the same nothing. */
const NONE: readonly never[] = Object.freeze([]);
const NO_INTERFACES: TaskContainer["networkInterfaces"] = [];
Object.freeze(NO_INTERFACES);

const attachmentsOf = (world: World, launch: Launch): readonly Attachment[] =>
  launch.definition.definition.networkMode !== "awsvpc"
    ? NONE
    : [
        {
          id: world.uuid(),
          type: "ElasticNetworkInterface",
          status: "PRECREATED",
          details: launch.subnets.slice(0, 1).map((value) => ({ name: "subnetId", value })),
        },
      ];

const containersOf = (
  world: World,
  scope: Scope,
  launch: Launch,
  place: NewTaskPlace,
  cluster: string,
  taskId: string,
): readonly TaskContainer[] => {
  let gpus: readonly string[] = place.reservation.gpuIds;
  return (launch.definition.definition.containerDefinitions ?? []).map((container) => {
    const override = containerOverrideOf(launch.overrides, container.name);
    const wanted = (override?.resourceRequirements ?? container.resourceRequirements)?.find(
      ({ type }) => type === "GPU",
    );
    const count = Number(wanted?.value ?? 0);
    const mine = count === 0 ? NONE : gpus.slice(0, count);
    if (count > 0) gpus = gpus.slice(count);
    const cpu = override?.cpu ?? container.cpu ?? 0;
    const memory = override?.memory ?? container.memory;
    const reservation = override?.memoryReservation ?? container.memoryReservation;
    const made: Writable<TaskContainer> = {
      // The container's own part of its ARN is a UUID with hyphens, as AWS writes it.
      arn: ecsArn(scope, "container", cluster, taskId, world.uuid()),
      name: container.name ?? "",
      lastStatus: "PENDING",
      networkBindings: NONE,
      networkInterfaces: NO_INTERFACES,
      healthStatus: "UNKNOWN",
      cpu: String(cpu),
      essential: container.essential ?? true,
    };
    if (container.image !== undefined) made.image = container.image;
    if (memory !== undefined) made.memory = String(memory);
    if (reservation !== undefined) made.memoryReservation = String(reservation);
    if (mine.length > 0) made.gpuIds = mine;
    if (launch.enableExecuteCommand) {
      made.managedAgents = [{ name: "ExecuteCommandAgent", lastStatus: "PENDING" }];
    }
    return made;
  });
};
