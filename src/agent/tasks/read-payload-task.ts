import {
  flag,
  InvalidMessageError,
  listOf,
  type Members,
  membersOf,
  membersOfText,
  optionalNumber,
  optionalText,
  requiredText,
  textItem,
  textMap,
} from "../reading.ts";

import type {
  DesiredStatus,
  PayloadContainer,
  PayloadSecret,
  PayloadTask,
  PayloadVolume,
  PortMapping,
  RoleCredentials,
} from "./payload-task.ts";

const present = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });

const oneOf = <T extends string>(value: string, allowed: readonly T[], member: string): T => {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new InvalidMessageError(`${member} "${value}" is unknown`);
  return found;
};

const readPort = (value: unknown): PortMapping => {
  const members = membersOf(value, "portMappings");
  return {
    ...present("containerPort", optionalNumber(members, "containerPort")),
    ...present("hostPort", optionalNumber(members, "hostPort")),
    ...present("containerPortRange", optionalText(members, "containerPortRange")),
    protocol: oneOf((optionalText(members, "protocol") || "tcp").toLowerCase(), ["tcp", "udp"], "protocol"),
  };
};

const readRestartPolicy = (value: unknown): PayloadContainer["restartPolicy"] => {
  if (value === undefined || value === null) return undefined;
  const members = membersOf(value, "restartPolicy");
  if (!flag(members, "enabled")) return undefined;
  return {
    restartAttemptPeriod: optionalNumber(members, "restartAttemptPeriod") || 300,
    ignoredExitCodes: listOf(members, "ignoredExitCodes", Number),
  };
};

const readSecret = (value: unknown): PayloadSecret => {
  const members = membersOf(value, "secrets");
  return {
    name: requiredText(members, "name"),
    valueFrom: requiredText(members, "valueFrom"),
    provider: oneOf(optionalText(members, "provider") || "ssm", ["ssm", "asm"], "provider"),
    target: oneOf(optionalText(members, "target") || "CONTAINER", ["CONTAINER", "LOG_DRIVER"], "target"),
    ...present("region", optionalText(members, "region")),
  };
};

/** Why only `command`: Amazon's agent refuses any other key; the control plane merges the rest beforehand. */
const readOverrides = (value: unknown): readonly string[] | undefined => {
  const overrides = membersOfText(value, "overrides");
  for (const key of Object.keys(overrides))
    if (key !== "command") throw new InvalidMessageError(`unsupported container override ${key}`);
  return overrides["command"] == null ? undefined : listOf(overrides, "command", textItem);
};

const readRegistry = (value: unknown): PayloadContainer["registryAuthentication"] => {
  if (value === undefined || value === null) return undefined;
  const members = membersOf(value, "registryAuthentication");
  const type = oneOf(requiredText(members, "type"), ["ecr", "asm"], "registryAuthentication.type");
  const data = membersOf(members[`${type}AuthData`], `${type}AuthData`);
  const region = present("region", optionalText(data, "region") || undefined);
  if (type === "asm")
    return { type, credentialsParameter: requiredText(data, "credentialsParameter"), ...region };
  return {
    type,
    ...region,
    ...present("registryId", optionalText(data, "registryId") || undefined),
    ...present("endpointOverride", optionalText(data, "endpointOverride") || undefined),
    useExecutionRole: flag(data, "useExecutionRole"),
  };
};

const unsupportedMembers = ["environmentFiles", "firelensConfiguration"] as const;

const isGiven = (value: unknown): boolean => value != null && !(Array.isArray(value) && value.length === 0);

const readUnsupported = (members: Members, secrets: readonly PayloadSecret[]): readonly string[] => [
  ...unsupportedMembers.filter((member) => isGiven(members[member])),
  ...(secrets.some(({ target }) => target === "LOG_DRIVER") ? ["logConfiguration.secretOptions"] : []),
];

const readContainer = (value: unknown): PayloadContainer => {
  const members = membersOf(value, "containers");
  const docker = membersOfText(members["dockerConfig"], "dockerConfig");
  const overridden = readOverrides(members["overrides"]);
  const secrets = listOf(members, "secrets", readSecret);
  const texts = (member: string) => (members[member] == null ? undefined : listOf(members, member, textItem));
  return {
    name: requiredText(members, "name"),
    image: requiredText(members, "image"),
    ...present("containerArn", optionalText(members, "containerArn")),
    essential: flag(members, "essential"),
    cpu: optionalNumber(members, "cpu") ?? 0,
    memory: optionalNumber(members, "memory") ?? 0,
    ...present("command", overridden ?? texts("command")),
    ...present("entryPoint", texts("entryPoint")),
    links: listOf(members, "links", textItem),
    environment: textMap(members, "environment"),
    portMappings: listOf(members, "portMappings", readPort),
    mountPoints: listOf(members, "mountPoints", (item) => {
      const mount = membersOf(item, "mountPoints");
      return {
        sourceVolume: optionalText(mount, "sourceVolume") ?? "",
        containerPath: optionalText(mount, "containerPath") ?? "",
        readOnly: flag(mount, "readOnly"),
      };
    }),
    volumesFrom: listOf(members, "volumesFrom", (item) => {
      const from = membersOf(item, "volumesFrom");
      return { sourceContainer: requiredText(from, "sourceContainer"), readOnly: flag(from, "readOnly") };
    }),
    dependsOn: listOf(members, "dependsOn", (item) => {
      const dependency = membersOf(item, "dependsOn");
      const condition = requiredText(dependency, "condition");
      return {
        containerName: requiredText(dependency, "containerName"),
        condition: oneOf(condition, ["START", "COMPLETE", "SUCCESS", "HEALTHY"], "condition"),
      };
    }),
    secrets,
    ...present("registryAuthentication", readRegistry(members["registryAuthentication"])),
    managedAgents: listOf(members, "managedAgents", (item) =>
      requiredText(membersOf(item, "managedAgents"), "name"),
    ),
    logsByExecutionRole: optionalText(members, "logsAuthStrategy") === "ExecutionRole",
    unsupported: readUnsupported(members, secrets),
    ...present("startTimeout", optionalNumber(members, "startTimeout")),
    ...present("stopTimeout", optionalNumber(members, "stopTimeout")),
    healthCheck: optionalText(members, "healthCheckType") === "docker",
    ...present("restartPolicy", readRestartPolicy(members["restartPolicy"])),
    config: membersOfText(docker["config"], "dockerConfig.config"),
    hostConfig: membersOfText(docker["hostConfig"], "dockerConfig.hostConfig"),
  };
};

const readVolume = (value: unknown): PayloadVolume => {
  const members = membersOf(value, "volumes");
  const name = requiredText(members, "name");
  const type = optionalText(members, "type") || "host";
  if (type === "host") {
    const host = membersOfText(members["host"], "host");
    return { name, type, ...present("sourcePath", optionalText(host, "sourcePath") || undefined) };
  }
  if (type !== "docker") throw new InvalidMessageError(`unsupported volume type "${type}"`);
  const settings = membersOfText(members["dockerVolumeConfiguration"], "dockerVolumeConfiguration");
  return {
    name,
    type,
    scope: oneOf(optionalText(settings, "scope") || "task", ["task", "shared"], "scope"),
    autoprovision: flag(settings, "autoprovision"),
    ...present("driver", optionalText(settings, "driver")),
    driverOptions: textMap(settings, "driverOpts"),
    labels: textMap(settings, "labels"),
  };
};

/** Reads role credentials; undefined if there are none. */
export const readRoleCredentials = (value: unknown): RoleCredentials | undefined => {
  if (value === undefined || value === null) return undefined;
  const members = membersOf(value, "roleCredentials");
  const credentialsId = optionalText(members, "credentialsId");
  if (credentialsId === undefined || credentialsId === "") return undefined;
  return {
    credentialsId,
    roleArn: optionalText(members, "roleArn") ?? "",
    accessKeyId: optionalText(members, "accessKeyId") ?? "",
    secretAccessKey: optionalText(members, "secretAccessKey") ?? "",
    sessionToken: optionalText(members, "sessionToken") ?? "",
    expiration: optionalText(members, "expiration") ?? "",
  };
};

/** Reads `desiredStatus`. */
export const readDesiredStatus = (members: Members): DesiredStatus =>
  oneOf(requiredText(members, "desiredStatus"), ["RUNNING", "STOPPED"], "desiredStatus");

const checkContainers = (containers: readonly PayloadContainer[]): void => {
  const names = new Set(containers.map((container) => container.name));
  if (names.size !== containers.length) throw new InvalidMessageError("two containers have the same name");
  for (const { name, dependsOn, volumesFrom, links } of containers) {
    const others = [
      ...dependsOn.map((dependency) => dependency.containerName),
      ...volumesFrom.map((from) => from.sourceContainer),
      ...links.map((link) => link.split(":")[0] ?? ""),
    ];
    for (const other of others)
      if (!names.has(other))
        throw new InvalidMessageError(`container ${name} refers to ${other}, which is not there`);
  }
};

/**
 * Reads a task of a PayloadMessage.
 *
 * @throws InvalidMessageError naming what is wrong
 */
export const readPayloadTask = (value: unknown): PayloadTask => {
  const members = membersOf(value, "tasks");
  const containers = listOf(members, "containers", readContainer);
  checkContainers(containers);
  return {
    arn: requiredText(members, "arn"),
    ...present("clusterArn", optionalText(members, "taskClusterArn")),
    family: optionalText(members, "family") ?? "",
    version: optionalText(members, "version") ?? "",
    ...present("launchType", optionalText(members, "launchType")),
    ...present("serviceName", optionalText(members, "serviceName")),
    ...present("networkMode", optionalText(members, "networkMode")),
    ...present("pidMode", optionalText(members, "pidMode") || undefined),
    ...present("ipcMode", optionalText(members, "ipcMode") || undefined),
    ...present("cpu", optionalNumber(members, "cpu") || undefined),
    ...present("memory", optionalNumber(members, "memory") || undefined),
    containers,
    volumes: listOf(members, "volumes", readVolume),
  };
};
