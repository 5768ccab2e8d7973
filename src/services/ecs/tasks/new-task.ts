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
  return {
    arn: ecsArn(scope, "task", cluster, id),
    id,
    accountId: scope.accountId,
    region: scope.region,
    clusterArn: instance.clusterArn,
    taskDefinitionArn: definition.arn,
    family: definition.family,
    containerInstanceArn: instance.arn,
    group: launch.group,
    ...(launch.startedBy === undefined ? {} : { startedBy: launch.startedBy }),
    launchType: isExternal(instance) ? "EXTERNAL" : "EC2",
    lastStatus: attachments.length > 0 ? "PROVISIONING" : "PENDING",
    desiredStatus: "RUNNING",
    containers: containersOf(world, scope, launch, place, cluster, id),
    overrides,
    attributes: shownAttributes(instance),
    attachments,
    ...(cpu ? { cpu } : {}),
    ...(memory ? { memory } : {}),
    ...(zone === undefined ? {} : { availabilityZone: zone }),
    enableExecuteCommand: launch.enableExecuteCommand,
    createdAt: world.now(),
    healthStatus: "UNKNOWN",
    tags: launch.tags,
    version: 1,
    ...(token ?? {}),
    ...(roles.task === undefined ? {} : { taskCredentialsId: world.uuid() }),
    ...(roles.execution === undefined ? {} : { executionCredentialsId: world.uuid() }),
    delivered: false,
    reservation,
  };
};

/** The value of an instance's attribute. */
export const attributeOf = (instance: ContainerInstanceRow, name: string): string | undefined =>
  instance.attributes.find((attribute) => attribute.name === name)?.value;

/**
 * The attributes of an instance that its tasks show: its architecture, as on AWS, and that its containers are
 * only simulated where that is so, for nobody must take such a task for one that runs.
 */
const SHOWN = ["ecs.cpu-architecture", "portreeve.containers"];

const shownAttributes = (instance: ContainerInstanceRow): TaskRow["attributes"] =>
  SHOWN.flatMap((name) => {
    const value = attributeOf(instance, name);
    return value === undefined ? [] : [{ name, value }];
  });

/** Whether an instance registered as one of ECS Anywhere. */
export const isExternal = (instance: ContainerInstanceRow): boolean =>
  instance.attributes.some(({ name }) => name === "ecs.capability.external");

const attachmentsOf = (world: World, launch: Launch): readonly Attachment[] =>
  launch.definition.definition.networkMode !== "awsvpc"
    ? []
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
    const mine = gpus.slice(0, count);
    gpus = gpus.slice(count);
    const cpu = override?.cpu ?? container.cpu ?? 0;
    const memory = override?.memory ?? container.memory;
    const reservation = override?.memoryReservation ?? container.memoryReservation;
    return {
      // The container's own part of its ARN is a UUID with hyphens, as AWS writes it.
      arn: `${ecsArn(scope, "task", cluster, taskId).replace(":task/", ":container/")}/${world.uuid()}`,
      name: container.name ?? "",
      lastStatus: "PENDING",
      networkBindings: [],
      networkInterfaces: [],
      healthStatus: "UNKNOWN",
      ...(container.image === undefined ? {} : { image: container.image }),
      cpu: String(cpu),
      ...(memory === undefined ? {} : { memory: String(memory) }),
      ...(reservation === undefined ? {} : { memoryReservation: String(reservation) }),
      ...(mine.length === 0 ? {} : { gpuIds: mine }),
      essential: container.essential ?? true,
      ...(launch.enableExecuteCommand
        ? { managedAgents: [{ name: "ExecuteCommandAgent", lastStatus: "PENDING" }] }
        : {}),
    };
  });
};
