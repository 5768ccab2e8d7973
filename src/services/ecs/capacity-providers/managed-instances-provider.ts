import type {
  CreateManagedInstancesProviderConfiguration,
  ManagedInstancesProvider,
  UpdateManagedInstancesProviderConfiguration,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { roleTable } from "../../iam/roles/table.ts";
import { passRoleNeed, passRoleNeeds } from "../authorization-context.ts";
import { invalidParameter } from "../errors.ts";

type Configuration =
  | CreateManagedInstancesProviderConfiguration
  | UpdateManagedInstancesProviderConfiguration;

/**
 * Managed instances run under two roles that the caller hands over: one to ECS, which launches them, and the
 * one of the instance profile to EC2.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-infrastructure-iam-role.html
 */
export const managedInstancesNeeds = (
  state: Reader,
  scope: Scope,
  configuration: Configuration | undefined,
): readonly Need[] => {
  if (configuration === undefined) return [];
  const needs = [...passRoleNeeds(scope, [configuration.infrastructureRoleArn], "ecs.amazonaws.com")];
  const profileArn = configuration.instanceLaunchTemplate?.ec2InstanceProfileArn ?? "";
  for (const profile of state.table(instanceProfileTable).by("arn", profileArn)) {
    const role = state.table(roleTable).get(profile.roleId ?? "");
    if (role !== undefined) needs.push(passRoleNeed(role.arn, "ec2.amazonaws.com"));
  }
  return needs;
};

/** The condition keys about what managed instances are given. */
export const managedInstancesContext = (
  configuration: Configuration | undefined,
): NonNullable<Need["context"]> => {
  const propagation = configuration?.instanceLaunchTemplate?.instanceMetadataTagsPropagation;
  return {
    "ecs:propagate-tags": configuration?.propagateTags,
    "ecs:instance-metadata-tags-propagation": propagation === undefined ? undefined : String(propagation),
  };
};

/**
 * Refuses roles, profiles and a launch template that are not there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceLaunchTemplate.html
 *
 * @throws AwsError InvalidParameterException
 */
export const requireManagedInstancesProvider = (
  state: Reader,
  scope: Scope,
  provider: ManagedInstancesProvider,
): ManagedInstancesProvider => {
  const template = provider.instanceLaunchTemplate;
  const own = (rows: Iterable<{ readonly accountId: string }>): boolean =>
    [...rows].some((row) => row.accountId === scope.accountId);
  if (!own(state.table(roleTable).by("arn", provider.infrastructureRoleArn ?? ""))) {
    throw invalidParameter("infrastructureRoleArn is not valid.");
  }
  if (!own(state.table(instanceProfileTable).by("arn", template?.ec2InstanceProfileArn ?? ""))) {
    throw invalidParameter("ec2InstanceProfileArn is not valid.");
  }
  if ((template?.networkConfiguration?.subnets ?? []).length === 0) {
    throw invalidParameter("networkConfiguration.subnets should not be null or empty.");
  }
  return { ...provider, propagateTags: provider.propagateTags ?? "NONE" };
};
