import type { Attribute } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { clusterArn } from "../cluster-reference.ts";
import { containerInstanceArnOf } from "../container-instances/container-instance-reference.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "../container-instances/table.ts";
import { invalidParameter, targetNotFound } from "../errors.ts";

/** The most attributes that one call may carry, and that a resource may have besides those of its agent. */
export const MOST_ATTRIBUTES = 10;

/** What PutAttributes and DeleteAttributes are given. */
export type AttributesInput = {
  readonly cluster?: string | undefined;
  readonly attributes: readonly Attribute[] | undefined;
};

const attributesOf = (input: AttributesInput): readonly Attribute[] => {
  const attributes = input.attributes ?? [];
  if (attributes.length === 0) throw invalidParameter("Attributes cannot be empty.");
  if (attributes.length > MOST_ATTRIBUTES) {
    throw invalidParameter(`attributes can have at most ${MOST_ATTRIBUTES} items.`);
  }
  return attributes;
};

/**
 * The ARN of the container instance that an attribute is for.
 *
 * @throws AwsError InvalidParameterException
 */
const targetArn = (
  scope: Scope,
  cluster: string | undefined,
  { targetId, targetType }: Attribute,
): string => {
  if (!targetId) throw invalidParameter("targetId should not be null or empty.");
  if (targetType !== undefined && targetType !== "container-instance") {
    throw invalidParameter("targetType should be one of [container-instance]");
  }
  if (targetType === undefined && !targetId.startsWith("arn:")) {
    throw invalidParameter("targetType is required when targetId is not an ARN.");
  }
  return containerInstanceArnOf(scope, clusterArn(scope, cluster), targetId);
};

/** The attributes of a call, by the ARN of the container instance they are for. */
export const byTarget = (scope: Scope, input: AttributesInput): ReadonlyMap<string, readonly Attribute[]> => {
  const targets = new Map<string, Attribute[]>();
  for (const attribute of attributesOf(input)) {
    const arn = targetArn(scope, input.cluster, attribute);
    targets.set(arn, [...(targets.get(arn) ?? []), attribute]);
  }
  return targets;
};

/** The action on each container instance that the call is for. */
export const attributeNeeds = (
  state: Reader,
  scope: Scope,
  action: string,
  input: AttributesInput,
): readonly Need[] =>
  [...byTarget(scope, input).keys()].map((resource) => ({
    action,
    resource,
    context: { "ecs:cluster": clusterArn(scope, input.cluster) },
    ...resourceTagsOf(state.table(containerInstanceTable).get(resource)),
  }));

/**
 * The container instance of an ARN, registered.
 *
 * @throws AwsError TargetNotFoundException
 */
export const requireTarget = (state: Reader, arn: string): ContainerInstanceRow => {
  const row = state.table(containerInstanceTable).get(arn);
  if (row === undefined || row.status === "INACTIVE") {
    throw targetNotFound(`The target ${arn} was not found.`);
  }
  return row;
};
