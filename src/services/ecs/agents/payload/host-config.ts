import type {
  ContainerDefinition,
  ContainerOverride,
  LinuxParameters,
  NetworkMode,
} from "@aws-sdk/client-ecs";
import { present } from "./present.ts";

const MIB = 1024 * 1024;

/**
 * What of a container definition travels as Docker's own `HostConfig`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export const hostConfig = (
  container: ContainerDefinition,
  override: ContainerOverride | undefined,
  networkMode: NetworkMode | undefined,
  logConfig: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> => {
  const memory = override?.memory ?? container.memory;
  const reservation = override?.memoryReservation ?? container.memoryReservation;
  return present({
    NetworkMode: dockerNetworkMode(container, networkMode),
    LogConfig: logConfig,
    MemoryReservation: reservation === undefined ? undefined : reservation * MIB,
    Privileged: container.privileged,
    ReadonlyRootfs: container.readonlyRootFilesystem,
    Dns: container.dnsServers,
    DnsSearch: container.dnsSearchDomains,
    ExtraHosts: container.extraHosts?.map(({ hostname, ipAddress }) => `${hostname}:${ipAddress}`),
    SecurityOpt: container.dockerSecurityOptions,
    Ulimits: container.ulimits?.map(({ name, softLimit, hardLimit }) => ({
      Name: name,
      Soft: softLimit,
      Hard: hardLimit,
    })),
    Sysctls: sysctls(container),
    ...linux(container.linuxParameters, memory),
  });
};

/** In `awsvpc` the agent itself says how the container joins the network of its task. */
const dockerNetworkMode = (
  container: ContainerDefinition,
  networkMode: NetworkMode | undefined,
): string | undefined => {
  if (container.disableNetworking === true) return "none";
  return networkMode === "awsvpc" ? undefined : (networkMode ?? "bridge");
};

const sysctls = ({ systemControls }: ContainerDefinition): Readonly<Record<string, string>> | undefined =>
  systemControls === undefined || systemControls.length === 0
    ? undefined
    : Object.fromEntries(systemControls.map(({ namespace, value }) => [namespace ?? "", value ?? ""]));

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html */
const linux = (
  parameters: LinuxParameters | undefined,
  memory: number | undefined,
): Readonly<Record<string, unknown>> => {
  if (parameters === undefined) return {};
  const { maxSwap } = parameters;
  return {
    CapAdd: parameters.capabilities?.add,
    CapDrop: parameters.capabilities?.drop,
    Devices: parameters.devices?.map(({ hostPath, containerPath, permissions }) => ({
      PathOnHost: hostPath,
      PathInContainer: containerPath || hostPath,
      CgroupPermissions: devicePermissions(permissions),
    })),
    Init: parameters.initProcessEnabled,
    ShmSize: parameters.sharedMemorySize === undefined ? undefined : parameters.sharedMemorySize * MIB,
    Tmpfs: tmpfs(parameters),
    // Docker counts memory and swap together, ECS the swap alone.
    MemorySwap: maxSwap === undefined || memory === undefined ? undefined : (memory + maxSwap) * MIB,
    MemorySwappiness: maxSwap === undefined ? undefined : parameters.swappiness,
  };
};

const devicePermissions = (permissions: readonly string[] | undefined): string =>
  permissions === undefined || permissions.length === 0
    ? "rwm"
    : ["read", "write", "mknod"]
        .filter((permission) => permissions.includes(permission))
        .map((permission) => permission.charAt(0))
        .join("");

const tmpfs = ({ tmpfs: mounts }: LinuxParameters): Readonly<Record<string, string>> | undefined =>
  mounts === undefined || mounts.length === 0
    ? undefined
    : Object.fromEntries(
        mounts.map(({ containerPath, size, mountOptions }) => [
          containerPath ?? "",
          [`size=${size}m`, ...(mountOptions ?? [])].join(","),
        ]),
      );
