import type {
  AutoScalingGroupProvider,
  AutoScalingGroupProviderUpdate,
  ManagedScaling,
} from "@aws-sdk/client-ecs";
import { requireOneOf } from "../enumeration.ts";
import { clientException, invalidParameter } from "../errors.ts";

const SWITCH = ["DISABLED", "ENABLED"] as const;
const MOST = 10_000;

const requireScaling = (scaling: ManagedScaling | undefined): ManagedScaling => {
  const status = requireOneOf("managedScaling.status", scaling?.status, SWITCH) ?? "DISABLED";
  const limits = [
    ["targetCapacity", scaling?.targetCapacity, 1, 100],
    ["minimumScalingStepSize", scaling?.minimumScalingStepSize, 1, MOST],
    ["maximumScalingStepSize", scaling?.maximumScalingStepSize, 1, MOST],
    ["instanceWarmupPeriod", scaling?.instanceWarmupPeriod, 0, MOST],
  ] as const;
  for (const [name, value, lowest, highest] of limits) {
    if (value !== undefined && (value < lowest || value > highest)) {
      throw invalidParameter(`${name} must be between ${lowest} and ${highest}.`);
    }
  }
  if (status === "DISABLED") return { ...scaling, status };
  return {
    status,
    targetCapacity: scaling?.targetCapacity ?? 100,
    minimumScalingStepSize: scaling?.minimumScalingStepSize ?? 1,
    maximumScalingStepSize: scaling?.maximumScalingStepSize ?? MOST,
    instanceWarmupPeriod: scaling?.instanceWarmupPeriod ?? 300,
  };
};

/**
 * The Auto Scaling group of a capacity provider, with AWS's defaults.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html
 *
 * @throws AwsError InvalidParameterException or ClientException
 */
export const requireAutoScalingGroupProvider = (
  provider: AutoScalingGroupProvider,
): AutoScalingGroupProvider => {
  if (!provider.autoScalingGroupArn) {
    throw invalidParameter("autoScalingGroupArn should not be null or empty.");
  }
  const managedScaling = requireScaling(provider.managedScaling);
  const protection =
    requireOneOf("managedTerminationProtection", provider.managedTerminationProtection, SWITCH) ?? "DISABLED";
  if (protection === "ENABLED" && managedScaling.status !== "ENABLED") {
    throw clientException(
      "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, managed scaling must be enabled.",
    );
  }
  return {
    autoScalingGroupArn: provider.autoScalingGroupArn,
    managedScaling,
    managedTerminationProtection: protection,
    managedDraining: requireOneOf("managedDraining", provider.managedDraining, SWITCH) ?? "ENABLED",
  };
};

/** What an update leaves out stays as it is. */
export const updateAutoScalingGroupProvider = (
  before: AutoScalingGroupProvider,
  update: AutoScalingGroupProviderUpdate,
): AutoScalingGroupProvider =>
  requireAutoScalingGroupProvider({
    ...before,
    managedScaling: { ...before.managedScaling, ...update.managedScaling },
    managedTerminationProtection: update.managedTerminationProtection ?? before.managedTerminationProtection,
    managedDraining: update.managedDraining ?? before.managedDraining,
  });
