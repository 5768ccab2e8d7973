import type {
  ClusterConfiguration,
  ClusterServiceConnectDefaults,
  ClusterServiceConnectDefaultsRequest,
  ClusterSetting,
} from "@aws-sdk/client-ecs";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";

/**
 * Refuses settings that are none, and answers `base` with the given ones in place.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html
 *
 * @throws AwsError InvalidParameterException
 */
export const applySettings = (
  base: readonly ClusterSetting[],
  settings: readonly ClusterSetting[] | undefined,
): readonly ClusterSetting[] => {
  const result = new Map(base.map((setting) => [setting.name, setting]));
  for (const { name, value } of settings ?? []) {
    const known = requireOneOf("setting.name", name, ["containerInsights"] as const);
    if (known === undefined) throw invalidParameter("setting.name should not be null or empty.");
    requireOneOf("setting.value", value ?? "", ["disabled", "enabled", "enhanced"] as const);
    result.set(known, { name: known, value });
  }
  return [...result.values()];
};

/**
 * Refuses an execute command configuration that contradicts itself.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html
 *
 * @throws AwsError InvalidParameterException
 */
export const requireConfiguration = (
  configuration: ClusterConfiguration | undefined,
): ClusterConfiguration | undefined => {
  const command = configuration?.executeCommandConfiguration;
  if (command === undefined) return configuration;
  const logging = requireOneOf("logging", command.logging, ["NONE", "DEFAULT", "OVERRIDE"] as const);
  const log = command.logConfiguration;
  if (logging === "OVERRIDE" && log === undefined) {
    throw invalidParameter("You must specify logConfiguration when logging is set to OVERRIDE.");
  }
  if (logging !== "OVERRIDE" && log !== undefined) {
    throw invalidParameter("You must set logging to OVERRIDE when you specify logConfiguration.");
  }
  if (log !== undefined && !log.cloudWatchLogGroupName && !log.s3BucketName) {
    throw invalidParameter(
      "You must specify either cloudWatchLogGroupName or s3BucketName in logConfiguration when logging is set to OVERRIDE.",
    );
  }
  return configuration;
};

const NAMESPACE_NAME = /^[!-~]{1,1024}$/;

/**
 * The Service Connect defaults; an empty namespace takes away the one that was set.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterServiceConnectDefaultsRequest.html
 *
 * @throws AwsError InvalidParameterException
 */
export const requireServiceConnectDefaults = (
  defaults: ClusterServiceConnectDefaultsRequest | undefined,
): ClusterServiceConnectDefaults | undefined => {
  if (defaults?.namespace === undefined || defaults.namespace === "") return undefined;
  if (!NAMESPACE_NAME.test(defaults.namespace)) throw invalidParameter("namespace is invalid.");
  return { namespace: defaults.namespace };
};
