import type { DeploymentConfiguration, SchedulingStrategy, ThresholdType } from "@aws-sdk/client-ecs";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { refuseUnavailable } from "./unavailable.ts";

/** A rolling deployment's configuration with all defaults in place. */
export type ServiceDeploymentConfiguration = {
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  readonly circuitBreaker: {
    readonly enable: boolean;
    readonly rollback: boolean;
    readonly resetOnHealthyTask: boolean;
    readonly threshold: { readonly type: ThresholdType; readonly value: number };
  };
};

const NO_BREAKER: ServiceDeploymentConfiguration["circuitBreaker"] = {
  enable: false,
  rollback: false,
  resetOnHealthyTask: true,
  threshold: { type: "BOUNDED_PERCENT", value: 50 },
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
const initial = (strategy: SchedulingStrategy): ServiceDeploymentConfiguration =>
  strategy === "DAEMON"
    ? { maximumPercent: 100, minimumHealthyPercent: 0, circuitBreaker: NO_BREAKER }
    : { maximumPercent: 200, minimumHealthyPercent: 100, circuitBreaker: NO_BREAKER };

/**
 * Lays what a call says over what there is; without anything, over AWS's defaults.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 *
 * @throws AwsError InvalidParameterException, or UnsupportedFeatureException for what needs a part that is not here
 */
export const checkedDeploymentConfiguration = (
  strategy: SchedulingStrategy,
  input: DeploymentConfiguration | undefined,
  before: ServiceDeploymentConfiguration = initial(strategy),
): ServiceDeploymentConfiguration => {
  if (input === undefined) return before;
  refuseOtherStrategies(input);
  const result: ServiceDeploymentConfiguration = {
    maximumPercent: input.maximumPercent ?? before.maximumPercent,
    minimumHealthyPercent: input.minimumHealthyPercent ?? before.minimumHealthyPercent,
    circuitBreaker: checkedBreaker(input, before.circuitBreaker),
  };
  checkPercentages(strategy, result);
  return result;
};

const refuseOtherStrategies = (input: DeploymentConfiguration): void => {
  const strategy = requireOneOf("strategy", input.strategy, [
    "ROLLING",
    "BLUE_GREEN",
    "LINEAR",
    "CANARY",
  ] as const);
  refuseUnavailable("deploymentConfiguration.strategy", strategy !== undefined && strategy !== "ROLLING");
  refuseUnavailable("deploymentConfiguration.alarms", input.alarms?.enable === true);
  refuseUnavailable("deploymentConfiguration.lifecycleHooks", (input.lifecycleHooks?.length ?? 0) > 0);
  refuseUnavailable("deploymentConfiguration.bakeTimeInMinutes", (input.bakeTimeInMinutes ?? 0) > 0);
  refuseUnavailable("deploymentConfiguration.linearConfiguration", input.linearConfiguration !== undefined);
  refuseUnavailable("deploymentConfiguration.canaryConfiguration", input.canaryConfiguration !== undefined);
  refuseUnavailable(
    "deploymentConfiguration.earlySuccessCriteria",
    input.earlySuccessCriteria?.enable === true,
  );
};

/**
 * What is left out of the threshold stays as it is; a breaker that is off rolls nothing back.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json (AWS's answers, recorded)
 */
const checkedBreaker = (
  { deploymentCircuitBreaker: input }: DeploymentConfiguration,
  before: ServiceDeploymentConfiguration["circuitBreaker"],
): ServiceDeploymentConfiguration["circuitBreaker"] => {
  if (input === undefined) return before;
  const type = requireOneOf("type", input.thresholdConfiguration?.type, [
    "BOUNDED_PERCENT",
    "UNBOUNDED_PERCENT",
    "COUNT",
  ] as const);
  const threshold = {
    type: type ?? before.threshold.type,
    value: input.thresholdConfiguration?.value ?? before.threshold.value,
  };
  if (threshold.value < 1) {
    throw invalidParameter("The deployment circuit breaker threshold value must be at least 1.");
  }
  if (threshold.type !== "COUNT" && threshold.value > 100) {
    throw invalidParameter("The deployment circuit breaker threshold value must be at most 100.");
  }
  const enable = input.enable ?? false;
  return {
    enable,
    rollback: enable && (input.rollback ?? false),
    resetOnHealthyTask: input.resetOnHealthyTask ?? before.resetOnHealthyTask,
    threshold,
  };
};

/**
 * The texts are AWS's own, recorded: https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json
 */
const checkPercentages = (
  strategy: SchedulingStrategy,
  { maximumPercent, minimumHealthyPercent }: ServiceDeploymentConfiguration,
): void => {
  if (strategy === "DAEMON" && maximumPercent > 100) {
    // https://github.com/aws/aws-cdk/issues/2209
    throw invalidParameter(
      "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again",
    );
  }
  if (maximumPercent < 100) throw invalidParameter("maximumPercent must be at least 100");
  if (minimumHealthyPercent < 0) throw invalidParameter("minimumHealthyPercent must be at least 0");
  if (minimumHealthyPercent > 100) throw invalidParameter("minimumHealthyPercent must be at most 100");
  if (maximumPercent === 100 && minimumHealthyPercent === 100) {
    throw invalidParameter(
      "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.",
    );
  }
};

/** A deployment configuration as the API shows it. */
export const deploymentConfigurationShape = ({
  maximumPercent,
  minimumHealthyPercent,
  circuitBreaker: { enable, rollback, resetOnHealthyTask, threshold },
}: ServiceDeploymentConfiguration): DeploymentConfiguration => ({
  deploymentCircuitBreaker: {
    enable,
    rollback,
    resetOnHealthyTask,
    thresholdConfiguration: threshold,
  },
  maximumPercent,
  minimumHealthyPercent,
  strategy: "ROLLING",
  bakeTimeInMinutes: 0,
});
