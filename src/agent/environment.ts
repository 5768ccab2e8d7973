import type { AgentConfiguration, ImagePullBehavior } from "./settings.ts";

/** A setting that makes no sense; the text names the variable. */
export class AgentSettingsError extends Error {
  override readonly name = "AgentSettingsError";
}

type Environment = Readonly<Record<string, string | undefined>>;

const behaviors: readonly ImagePullBehavior[] = ["default", "always", "once", "prefer-cached"];
const reserved = [22, 2375, 2376, 51_678, 51_679];
const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of `1h30m`, `90s`, `500ms`; undefined if it is no duration. */
const duration = (text: string): number | undefined => {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    seconds += Number(number) * (units[unit ?? ""] ?? 0);
  return seconds;
};

const readDuration = (environment: Environment, name: string, least: number, fallback: number): number => {
  const text = environment[name];
  if (text === undefined || text === "") return fallback;
  const seconds = duration(text);
  if (seconds === undefined)
    throw new AgentSettingsError(`${name}="${text}" is not a duration such as 30s or 3h`);
  return Math.max(least, seconds);
};

const readFlag = (environment: Environment, name: string): boolean =>
  ["1", "t", "true"].includes((environment[name] ?? "").toLowerCase());

const readJson = (environment: Environment, name: string): unknown => {
  const text = environment[name];
  if (text === undefined || text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentSettingsError(`${name} is not JSON`);
  }
};

const readMap = (environment: Environment, name: string): Readonly<Record<string, string>> => {
  const value = readJson(environment, name) ?? {};
  if (
    typeof value !== "object" ||
    value === null ||
    Object.values(value).some((one) => typeof one !== "string")
  )
    throw new AgentSettingsError(`${name} is not a JSON object of texts`);
  return value as Readonly<Record<string, string>>;
};

const readPorts = (
  environment: Environment,
  name: string,
  fallback: readonly number[],
): readonly number[] => {
  const value = readJson(environment, name) ?? fallback;
  if (!Array.isArray(value) || value.some((port) => !Number.isInteger(port)))
    throw new AgentSettingsError(`${name} is not a JSON list of port numbers`);
  return value as readonly number[];
};

const readEndpoint = (environment: Environment): string => {
  const host = environment["ECS_BACKEND_HOST"];
  // Why https: that is what Amazon's agent makes of a host without a scheme.
  if (host !== undefined && host !== "") return /^https?:\/\//.test(host) ? host : `https://${host}`;
  const url = environment["AWS_ENDPOINT_URL_ECS"] || environment["AWS_ENDPOINT_URL"];
  if (url === undefined || url === "")
    throw new AgentSettingsError("set ECS_BACKEND_HOST or AWS_ENDPOINT_URL to the control plane's URL");
  return url;
};

const readCredentials = (environment: Environment): AgentConfiguration["credentials"] => {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};

/**
 * The configuration that an environment asks for, by the variables of Amazon's agent.
 *
 * @throws AgentSettingsError naming the variable that is wrong or missing
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export const agentSettingsFromEnvironment = (environment: Environment): AgentConfiguration => {
  const external = readFlag(environment, "ECS_EXTERNAL");
  const credentials = readCredentials(environment);
  const region = environment["AWS_DEFAULT_REGION"] || environment["AWS_REGION"];
  if (external && !region)
    throw new AgentSettingsError("AWS_DEFAULT_REGION must be set when ECS_EXTERNAL is");
  if (external && credentials === undefined)
    throw new AgentSettingsError(
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set when ECS_EXTERNAL is",
    );
  const behavior = environment["ECS_IMAGE_PULL_BEHAVIOR"] || "prefer-cached";
  const imagePullBehavior = behaviors.find((one) => one === behavior);
  if (imagePullBehavior === undefined)
    throw new AgentSettingsError(`ECS_IMAGE_PULL_BEHAVIOR="${behavior}" is none of ${behaviors.join(", ")}`);
  const memory = Number(environment["ECS_RESERVED_MEMORY"] || 0);
  if (!Number.isInteger(memory) || memory < 0)
    throw new AgentSettingsError("ECS_RESERVED_MEMORY is not a number of MiB");
  const dataDirectory = environment["ECS_DATADIR"];
  return {
    cluster: environment["ECS_CLUSTER"] ?? "",
    endpoint: readEndpoint(environment),
    ...(dataDirectory ? { dataDirectory } : {}),
    ...(external
      ? {}
      : {
          metadataServiceEndpoint:
            environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] || "http://169.254.169.254",
        }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(region ? { region } : {}),
    dockerHost: environment["DOCKER_HOST"] || "unix:///var/run/docker.sock",
    instanceAttributes: readMap(environment, "ECS_INSTANCE_ATTRIBUTES"),
    instanceTags: readMap(environment, "ECS_CONTAINER_INSTANCE_TAGS"),
    imagePullBehavior,
    stopTimeout: readDuration(environment, "ECS_CONTAINER_STOP_TIMEOUT", 1, 30),
    reservedMemory: memory,
    reservedPorts: readPorts(environment, "ECS_RESERVED_PORTS", reserved),
    reservedPortsUdp: readPorts(environment, "ECS_RESERVED_PORTS_UDP", []),
    taskRoleEnabled:
      environment["ECS_ENABLE_TASK_IAM_ROLE"] === undefined ||
      readFlag(environment, "ECS_ENABLE_TASK_IAM_ROLE"),
    metricsDisabled: readFlag(environment, "ECS_DISABLE_METRICS"),
    taskCleanupWait: readDuration(environment, "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", 1, 3 * 3600),
  };
};
