import { gunzipSync } from "node:zlib";
import { ecsConfigOfScript } from "./ecs-config-script.ts";
import { mimeParts } from "./mime-parts.ts";

/**
 * The settings of the container agent that an instance's user data may decide. Where the agent keeps its
 * files and whom it talks to is not among them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
const SETTINGS: ReadonlySet<string> = new Set([
  "ECS_AVAILABLE_LOGGING_DRIVERS",
  "ECS_AWSVPC_BLOCK_IMDS",
  "ECS_CLUSTER",
  "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM",
  "ECS_CONTAINER_INSTANCE_TAGS",
  "ECS_CONTAINER_START_TIMEOUT",
  "ECS_CONTAINER_STOP_TIMEOUT",
  "ECS_DISABLE_IMAGE_CLEANUP",
  "ECS_DISABLE_METRICS",
  "ECS_DISABLE_PRIVILEGED",
  "ECS_DYNAMIC_HOST_PORT_RANGE",
  "ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE",
  "ECS_ENABLE_CONTAINER_METADATA",
  "ECS_ENABLE_SPOT_INSTANCE_DRAINING",
  "ECS_ENABLE_TASK_CPU_MEM_LIMIT",
  "ECS_ENABLE_TASK_ENI",
  "ECS_ENABLE_TASK_IAM_ROLE",
  "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST",
  "ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP",
  "ECS_ENGINE_AUTH_DATA",
  "ECS_ENGINE_AUTH_TYPE",
  "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION",
  "ECS_EXCLUDE_IPV6_PORTBINDING",
  "ECS_IMAGE_CLEANUP_INTERVAL",
  "ECS_IMAGE_MINIMUM_CLEANUP_AGE",
  "ECS_IMAGE_PULL_BEHAVIOR",
  "ECS_IMAGE_PULL_INACTIVITY_TIMEOUT",
  "ECS_INSTANCE_ATTRIBUTES",
  "ECS_LOGLEVEL",
  "ECS_NUM_IMAGES_DELETE_PER_CYCLE",
  "ECS_POLL_METRICS",
  "ECS_RESERVED_MEMORY",
  "ECS_RESERVED_PORTS",
  "ECS_RESERVED_PORTS_UDP",
  "ECS_WARM_POOLS_CHECK",
]);

/** The environment of the agent that user data asks for, and the settings in it that an instance cannot set. */
export type AgentEnvironment = {
  readonly environment: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
};

/**
 * Reads the agent's settings from user data: `ECS_…=…` lines, shell scripts and cloud-init files that write
 * `/etc/ecs/ecs.config`, MIME archives of these, the agent's own JSON; gzip or not. `userData` is base64.
 */
export const agentEnvironment = (userData: string | undefined): AgentEnvironment => {
  const text = decode(userData ?? "");
  const environment: Record<string, string> = {};
  const ignored: string[] = [];
  for (const part of mimeParts(text)) {
    for (const [name, value] of settingsOf(part)) {
      if (SETTINGS.has(name)) environment[name] = value;
      else ignored.push(name);
    }
  }
  return { environment, ignored };
};

/** More than this is no configuration: it keeps a small archive from growing without end. */
const LARGEST = 1 << 18;

const decode = (userData: string): string => {
  const bytes = Buffer.from(userData, "base64");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST }).toString("utf8");
  } catch {
    return "";
  }
};

const settingsOf = (part: string): [string, string][] => {
  const text = part.trimStart();
  if (text.startsWith("{")) return settingsOfJson(text);
  if (text.startsWith("#cloud-config")) return settingsOfFile(ecsConfigOfCloudConfig(text));
  if (text.startsWith("#!")) return settingsOfFile(ecsConfigOfScript(text));
  // Without a first line that says what it is, it is the file itself; scripts pasted without one work too.
  return [...settingsOfFile(text), ...settingsOfFile(ecsConfigOfScript(text))];
};

/** `NAME=value` lines, as an environment file: quotes around a value are dropped. */
const settingsOfFile = (text: string): [string, string][] =>
  text.split("\n").flatMap((line): [string, string][] => {
    // Why trimmed first: a pattern with blanks at its end looks for them behind every character of a long line.
    const match = /^(?:export\s+)?(ECS_[A-Z0-9_]+)=(.*)$/.exec(line.trim());
    if (match === null) return [];
    const [, name = "", value = ""] = match;
    return [[name, value.replace(/^(["'])(.*)\1$/, "$2")]];
  });

/**
 * cloud-init: the lines of `bootcmd` and `runcmd` as a script, and a `write_files` entry for the file itself.
 * https://docs.cloud-init.io/en/latest/reference/modules.html#write-files
 */
const ecsConfigOfCloudConfig = (text: string): string => {
  const at = placeOfFile(text);
  const content = at === undefined ? "" : blockOf(text, at);
  const commands = text
    .split("\n")
    .map((line) => line.replace(/^\s*-\s+/, "").replace(/^(["'])(.*)\1\s*$/, "$2"))
    .join("\n");
  return `${content}\n${ecsConfigOfScript(commands)}`;
};

/** Where the line of `write_files` begins that names the file. */
const placeOfFile = (text: string): number | undefined => {
  let at = 0;
  for (const line of text.split("\n")) {
    if (/^(?:-\s*)?path:\s*["']?\/etc\/ecs\/ecs\.config["']?$/.test(line.trim())) return at;
    at += line.length + 1;
  }
  return undefined;
};

/** The text of the `content: |` that stands in the same entry of `write_files` as the path at `at`. */
const blockOf = (text: string, at: number): string => {
  const start = text.lastIndexOf("\n-", at) === -1 ? 0 : at;
  const entries = text.slice(0, at).lastIndexOf("- ");
  const from = Math.min(start, entries === -1 ? start : entries);
  const block = /content:\s*[|>][-+]?\s*\n((?:[ \t]+.*\n?|\s*\n)+)/.exec(text.slice(from));
  if (block !== null) return block[1] ?? "";
  return /content:\s*(.+)/.exec(text.slice(from))?.[1]?.replaceAll('"', "").replaceAll("\\n", "\n") ?? "";
};

/** Members of the agent's JSON configuration and the variables they stand for. */
const JSON_MEMBERS: Readonly<Record<string, string>> = {
  Cluster: "ECS_CLUSTER",
  EngineAuthType: "ECS_ENGINE_AUTH_TYPE",
  ReservedMemory: "ECS_RESERVED_MEMORY",
  ReservedPorts: "ECS_RESERVED_PORTS",
  TaskIAMRoleEnabled: "ECS_ENABLE_TASK_IAM_ROLE",
  InstanceAttributes: "ECS_INSTANCE_ATTRIBUTES",
};

const settingsOfJson = (text: string): [string, string][] => {
  try {
    const parsed = JSON.parse(text) as { readonly ECSAgentConfiguration?: Readonly<Record<string, unknown>> };
    return Object.entries(parsed.ECSAgentConfiguration ?? {}).flatMap(
      ([member, value]): [string, string][] => {
        const name = Object.hasOwn(JSON_MEMBERS, member) ? JSON_MEMBERS[member] : undefined;
        if (name === undefined) return [];
        return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
      },
    );
  } catch {
    return [];
  }
};
