import type { PlacementConstraint, PlacementStrategy, SchedulingStrategy } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { ClusterRow } from "../clusters/table.ts";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { readConstraints, readStrategies } from "../scheduler/placement-options.ts";
import type { TaskDefinitionRow } from "../task-definitions/table.ts";
import { checkNetwork, checkVolumes } from "../tasks/launch-request.ts";
import { checkedLaunchType } from "../tasks/launch-type.ts";
import type { ServiceRow } from "./table.ts";
import type { ServiceInput } from "./unavailable.ts";

/** https://github.com/fabfuel/ecs-deploy/issues/59 */
const NO_DESIRED_COUNT =
  "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_TASKS = 5000;

/**
 * The desired count of a call; REPLICA services need one when they are made.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json (AWS's texts, recorded)
 */
export const checkedDesiredCount = (
  strategy: SchedulingStrategy,
  count: number | undefined,
  of: "DesiredCount" | "Task count" = "DesiredCount",
): number | undefined => {
  if (strategy === "DAEMON") {
    if (count !== undefined) throw invalidParameter(NO_DESIRED_COUNT);
    return undefined;
  }
  if (count === undefined) return undefined;
  if (count < 0) throw invalidParameter(`${of} can not be lesser than 0`);
  if (count > MOST_TASKS) throw invalidParameter(`Desired count must be at most ${MOST_TASKS}.`);
  return count;
};

/** How the tasks of a service are placed, as it is kept. */
export const checkedPlacement = (
  strategy: SchedulingStrategy,
  constraints: readonly PlacementConstraint[] | undefined,
  strategies: readonly PlacementStrategy[] | undefined,
): void => {
  if (strategy === "DAEMON") {
    if ((strategies?.length ?? 0) > 0) {
      throw invalidParameter(
        "The daemon scheduling strategy does not support placement strategies. Remove the placement strategies and try again",
      );
    }
    if (constraints?.some(({ type }) => type === "distinctInstance")) {
      throw invalidParameter(
        "The daemon scheduling strategy does not support the distinctInstance placement constraint. Remove it and try again.",
      );
    }
  }
  readConstraints(constraints ?? []);
  readStrategies(strategies);
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const checkedPropagateTags = (value: string | undefined) =>
  requireOneOf("propagateTags", value, ["TASK_DEFINITION", "SERVICE", "NONE"] as const);

/**
 * Whether tasks of a definition can be started as a service is to start them.
 *
 * @throws AwsError
 */
export const checkLaunch = (
  scope: Scope,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
  input: Partial<ServiceInput>,
  done: "created" | "updated",
): ServiceRow["launchType"] => {
  checkNetwork(definition, input.networkConfiguration);
  checkVolumes(definition, undefined);
  // https://github.com/aws/aws-toolkit-jetbrains/issues/3649
  if (input.enableExecuteCommand === true && !definition.definition.taskRoleArn) {
    throw invalidParameter(
      `The service couldn't be ${done} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`,
    );
  }
  const type = checkedLaunchType(scope, cluster, definition.definition, input);
  return type === "EC2" || type === "EXTERNAL" ? type : undefined;
};
