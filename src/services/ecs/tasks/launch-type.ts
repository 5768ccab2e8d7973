import type { Attribute, CapacityProviderStrategyItem, LaunchType } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { isFargateProvider } from "../capacity-providers/capacity-provider-reference.ts";
import { requireStrategy } from "../capacity-providers/capacity-provider-strategy.ts";
import type { ClusterRow } from "../clusters/table.ts";
import { invalidParameter, unsupportedFeature } from "../errors.ts";
import type { Candidate } from "../scheduler/candidate.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";

const noFargate = () =>
  unsupportedFeature(
    "There is no AWS Fargate capacity here. Run the task on container instances: launch type EC2 or EXTERNAL.",
  );

/** How a call says on what kind of capacity its tasks are to run. */
export type CapacityChoice = {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
};

/**
 * Refuses a launch type or capacity provider that there is nothing behind. Without either the cluster's default
 * strategy counts.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 *
 * @throws AwsError InvalidParameterException or UnsupportedFeatureException
 */
export const checkedLaunchType = (
  scope: Scope,
  cluster: ClusterRow,
  definition: TaskDefinitionRow["definition"],
  { launchType, capacityProviderStrategy }: CapacityChoice,
): LaunchType | undefined => {
  const asked = capacityProviderStrategy ?? [];
  if (launchType !== undefined && asked.length > 0) {
    throw invalidParameter("Specifying both a launch type and capacity provider strategy is not supported.");
  }
  if (launchType === undefined) {
    const items = asked.length > 0 ? asked : cluster.defaultCapacityProviderStrategy;
    refuseProviders(requireStrategy(scope, items, cluster.capacityProviders));
    return undefined;
  }
  const compatibilities = definition.compatibilities;
  // https://github.com/aws/copilot-cli/issues/1783
  if (compatibilities !== undefined && !compatibilities.includes(launchType)) {
    throw invalidParameter(`Task definition does not support launch_type ${launchType}.`);
  }
  if (launchType === "FARGATE") throw noFargate();
  if (launchType === "MANAGED_INSTANCES") {
    throw unsupportedFeature(
      "There are no Amazon ECS Managed Instances here. Use launch type EC2 or EXTERNAL.",
    );
  }
  return launchType;
};

const refuseProviders = (strategy: readonly CapacityProviderStrategyItem[]): void => {
  const [first] = strategy;
  if (first === undefined) return;
  if (isFargateProvider(first.capacityProvider ?? "")) throw noFargate();
  throw unsupportedFeature(
    `The capacity provider ${first.capacityProvider} has no container instances here. Use launch type EC2 or EXTERNAL.`,
  );
};

const EXTERNAL: Attribute = { name: "ecs.capability.external" };

/**
 * The attributes that a launch type adds to those a task definition requires: EXTERNAL tasks go to external
 * instances. A call that names no launch type takes whatever instances there are.
 */
export const attributesOfLaunchType = (launchType: LaunchType | undefined): readonly Attribute[] =>
  launchType === "EXTERNAL" ? [EXTERNAL] : [];

/** Whether an instance is of the launch type asked for, leaving aside what its attributes must say. */
export const isOfLaunchType = (launchType: LaunchType | undefined, candidate: Candidate): boolean =>
  launchType !== "EC2" || !candidate.attributes.has("ecs.capability.external");
