import type {
  NetworkConfiguration,
  PropagateTags,
  Tag,
  TaskOverride,
  TaskVolumeConfiguration,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { invalidParameter, taskDefinitionInactive, taskDefinitionNotFound } from "../errors.ts";
import { requireTags } from "../tag-values.ts";
import { findTaskDefinition } from "../task-definition-reference.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";
import { checkedOverrides } from "./check-overrides.ts";
import { requireAssumableRoles } from "./task-roles.ts";

/** The members that RunTask and StartTask share. */
export type LaunchInput = {
  readonly taskDefinition: string | undefined;
  readonly overrides?: TaskOverride | undefined;
  readonly group?: string | undefined;
  readonly startedBy?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly propagateTags?: PropagateTags | undefined;
  readonly enableECSManagedTags?: boolean | undefined;
  readonly enableExecuteCommand?: boolean | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly volumeConfigurations?: readonly TaskVolumeConfiguration[] | undefined;
};

/** What a checked launch comes to: the same for each of its tasks. */
export type Launch = {
  readonly definition: TaskDefinitionRow;
  readonly overrides: TaskOverride;
  readonly group: string;
  readonly startedBy?: string;
  readonly tags: readonly Tag[];
  readonly enableExecuteCommand: boolean;
  readonly subnets: readonly string[];
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const STARTED_BY = /^[a-zA-Z0-9\-_/]{0,128}$/;

/**
 * Checks what RunTask and StartTask have in common.
 *
 * @throws AwsError ClientException for the task definition and its roles, InvalidParameterException for the rest
 */
export const checkedLaunch = (
  state: Reader,
  scope: Scope,
  clusterArn: string,
  input: LaunchInput,
): Launch => {
  const definition = launchable(state, scope, input.taskDefinition ?? "");
  const overrides = checkedOverrides(definition.definition, input.overrides);
  const group = checkedGroup(input.group) ?? `family:${definition.family}`;
  const { startedBy } = input;
  if (startedBy !== undefined && !STARTED_BY.test(startedBy)) {
    throw invalidParameter(
      "startedBy can have up to 128 letters, numbers, hyphens, slashes and underscores.",
    );
  }
  checkNetwork(definition, input.networkConfiguration);
  checkVolumes(definition, input.volumeConfigurations);
  requireAssumableRoles(state, scope, clusterArn, definition.definition, overrides);
  if (input.enableExecuteCommand === true && !(overrides.taskRoleArn ?? definition.definition.taskRoleArn)) {
    throw invalidParameter(
      "The task couldn't be started because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
    );
  }
  return {
    definition,
    overrides,
    group,
    ...(startedBy ? { startedBy } : {}),
    tags: launchTags(definition, clusterArn, input),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    subnets: input.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
  };
};

/** The ACTIVE revision that a launch names. */
export const launchable = (state: Reader, scope: Scope, reference: string): TaskDefinitionRow => {
  if (reference === "") throw invalidParameter("Task definition must not be blank.");
  const definition = findTaskDefinition(state, scope, reference);
  if (definition === undefined) throw taskDefinitionNotFound();
  if (definition.status !== "ACTIVE") throw taskDefinitionInactive();
  return definition;
};

/** Groups of the `service:` namespace are the service scheduler's own. */
const checkedGroup = (group: string | undefined): string | undefined => {
  if (group === undefined || group === "") return undefined;
  if (group.length > 255) throw invalidParameter("Group name must be at most 255 characters long.");
  if (group.startsWith("service:")) throw invalidParameter("Invalid namespace for group.");
  return group;
};

/** https://github.com/aws/aws-cli/issues/5025, and the reverse. */
export const checkNetwork = (
  definition: TaskDefinitionRow,
  configuration: NetworkConfiguration | undefined,
): void => {
  const awsvpc = definition.definition.networkMode === "awsvpc";
  const subnets = configuration?.awsvpcConfiguration?.subnets;
  if (awsvpc && configuration?.awsvpcConfiguration === undefined) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (awsvpc && (subnets?.length ?? 0) === 0) throw invalidParameter("subnets can not be empty.");
  if ((subnets?.length ?? 0) > 16) throw invalidParameter("subnets can have at most 16 items.");
  if (!awsvpc && configuration?.awsvpcConfiguration !== undefined) {
    throw invalidParameter(
      "Network Configuration is not valid for the given networkMode of this task definition.",
    );
  }
};

/** Refuses volumes that are not configured at launch, and those that are: there is no Amazon EBS here. */
export const checkVolumes = (
  definition: TaskDefinitionRow,
  configurations: readonly TaskVolumeConfiguration[] | undefined,
): void => {
  const volumes = (definition.definition.volumes ?? []).filter(
    ({ configuredAtLaunch }) => configuredAtLaunch,
  );
  for (const { name } of configurations ?? []) {
    if (!volumes.some((volume) => volume.name === name)) {
      throw invalidParameter(`Volume ${name} is not configured at launch in the task definition.`);
    }
  }
  if (volumes.length > 0) {
    throw invalidParameter(
      `Volume ${volumes[0]?.name} is configured at launch: Amazon EBS volumes are not available here.`,
    );
  }
};

/**
 * The call's own tags, then those of the task definition if they are to be handed on, then AWS's own.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
 */
const launchTags = (
  definition: TaskDefinitionRow,
  clusterArn: string,
  input: LaunchInput,
): readonly Tag[] => {
  const own = requireTags(input.tags);
  if (input.propagateTags === "SERVICE") {
    throw invalidParameter("propagateTags SERVICE is not valid for a task that no service starts.");
  }
  const keys = new Set(own.map(({ key }) => key));
  const handedOn =
    input.propagateTags === "TASK_DEFINITION" ? definition.tags.filter(({ key }) => !keys.has(key)) : [];
  const managed =
    input.enableECSManagedTags === true
      ? [{ key: "aws:ecs:clusterName", value: clusterNameOf(clusterArn) }]
      : [];
  return [...own, ...handedOn, ...managed];
};
