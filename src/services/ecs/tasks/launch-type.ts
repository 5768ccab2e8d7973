import type { Attribute, CapacityProviderStrategyItem, LaunchType } from "@aws-sdk/client-ecs";
import { invalidParameter, unsupportedFeature } from "../errors.ts";
import type { Candidate } from "../scheduler/candidate.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";

const FARGATE_PROVIDERS = new Set(["FARGATE", "FARGATE_SPOT"]);

const noFargate = () =>
  unsupportedFeature(
    "There is no AWS Fargate capacity here. Run the task on container instances: launch type EC2 or EXTERNAL.",
  );

/**
 * Refuses a launch type or capacity provider that there is nothing behind.
 *
 * @throws AwsError InvalidParameterException or UnsupportedFeatureException
 */
export const checkedLaunchType = (
  definition: TaskDefinitionRow["definition"],
  launchType: LaunchType | undefined,
  strategy: readonly CapacityProviderStrategyItem[] | undefined,
): LaunchType | undefined => {
  if (launchType !== undefined && (strategy?.length ?? 0) > 0) {
    throw invalidParameter("Specifying both a launch type and capacity provider strategy is not supported.");
  }
  for (const { capacityProvider } of strategy ?? []) {
    if (FARGATE_PROVIDERS.has(capacityProvider ?? "")) throw noFargate();
    throw invalidParameter(`The specified capacity provider '${capacityProvider}' was not found.`);
  }
  if (launchType === undefined) return undefined;
  const compatibilities = definition.compatibilities;
  // https://github.com/aws/copilot-cli/issues/1783 and many others
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
