import type { OSFamily } from "@aws-sdk/client-ecs";
import { requireEachOneOf, requireOneOf } from "../../enumeration.ts";
import { clientException } from "../../errors.ts";
import type { TaskRule } from "./rule.ts";

const OPERATING_SYSTEMS: readonly OSFamily[] = [
  "LINUX",
  "WINDOWS_SERVER_2004_CORE",
  "WINDOWS_SERVER_2016_FULL",
  "WINDOWS_SERVER_2019_CORE",
  "WINDOWS_SERVER_2019_FULL",
  "WINDOWS_SERVER_2022_CORE",
  "WINDOWS_SERVER_2022_FULL",
  "WINDOWS_SERVER_2025_CORE",
  "WINDOWS_SERVER_2025_FULL",
  "WINDOWS_SERVER_20H2_CORE",
];

/**
 * The members of the task itself that have a fixed set of values.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export const enumerations: TaskRule = (task) => {
  requireOneOf(
    "networkMode",
    task.networkMode,
    ["awsvpc", "bridge", "host", "none"] as const,
    clientException,
  );
  requireOneOf("pidMode", task.pidMode, ["host", "task"] as const, clientException);
  requireOneOf("ipcMode", task.ipcMode, ["host", "none", "task"] as const, clientException);
  requireEachOneOf(
    "requiresCompatibilities",
    task.requiresCompatibilities,
    ["EC2", "EXTERNAL", "FARGATE", "MANAGED_INSTANCES"] as const,
    clientException,
  );
  const platform = task.runtimePlatform;
  requireOneOf("cpuArchitecture", platform?.cpuArchitecture, ["ARM64", "X86_64"] as const, clientException);
  requireOneOf("operatingSystemFamily", platform?.operatingSystemFamily, OPERATING_SYSTEMS, clientException);
};
