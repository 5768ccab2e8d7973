import type { CreateContainerBody, ImageFacts } from "../container-runtime.ts";
import { label } from "./labels.ts";
import type { PayloadContainer, PayloadTask } from "./payload-task.ts";
import { TaskError } from "./reasons.ts";
import type { ContainerRecord, TaskRecord } from "./task-record.ts";

const mebibyte = 1024 * 1024;
/** Docker refuses less. */
const leastMemory = 6;
const taskEndpointUrl = "http://169.254.170.2";

/** What the agent adds to a container besides the task's own definition. */
export type BodySettings = {
  readonly cluster: string;
  readonly containerInstanceArn: string;
  readonly region: string;
  /** Host ports picked for `containerPortRange` mappings: first host port by range text. */
  readonly rangePorts: ReadonlyMap<string, number>;
  /** Values of the container's secrets by variable name. */
  readonly secrets: Readonly<Record<string, string>>;
};

/** The first and last port of `8000-8010`. */
export const portRange = (text: string): { readonly first: number; readonly last: number } => {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || first < 1 || last < first || last > 65_535)
    throw new TaskError("HostConfigError", `containerPortRange "${text}" is not a range of ports`);
  return { first, last };
};

const portBindings = (container: PayloadContainer, settings: BodySettings) => {
  const bindings: Record<string, { readonly HostPort: string }[]> = {};
  const add = (containerPort: number, protocol: string, hostPort: number) => {
    const key = `${containerPort}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostPort: String(hostPort) }];
  };
  for (const { containerPort, hostPort, containerPortRange, protocol } of container.portMappings) {
    if (containerPortRange !== undefined) {
      const { first, last } = portRange(containerPortRange);
      const start = settings.rangePorts.get(`${containerPortRange}/${protocol}`) ?? first;
      for (let port = first; port <= last; port += 1) add(port, protocol, start + port - first);
    } else if (containerPort !== undefined) add(containerPort, protocol, hostPort ?? 0);
  }
  return bindings;
};

/** Variables in Docker's form. The agent's own win, but for the region: definition and image may set that. */
const environmentOf = (
  container: PayloadContainer,
  record: ContainerRecord,
  task: TaskRecord,
  image: ImageFacts,
  settings: BodySettings,
): readonly string[] => {
  const environment: Record<string, string> = { ...container.environment, ...settings.secrets };
  environment["ECS_CONTAINER_METADATA_URI"] = `${taskEndpointUrl}/v3/${record.endpointId}`;
  environment["ECS_CONTAINER_METADATA_URI_V4"] = `${taskEndpointUrl}/v4/${record.endpointId}`;
  environment["ECS_AGENT_URI"] = `${taskEndpointUrl}/api/${record.endpointId}`;
  const role = task.roles.TaskApplication;
  if (role !== undefined)
    environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = `/v2/credentials/${role.credentialsId}`;
  const regionSet = ["AWS_REGION", "AWS_DEFAULT_REGION"].some(
    (name) => name in environment || image.environment.some((one) => one.startsWith(`${name}=`)),
  );
  if (!regionSet) {
    environment["AWS_REGION"] = settings.region;
    environment["AWS_DEFAULT_REGION"] = settings.region;
  }
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
};

const bindsOf = (container: PayloadContainer, task: TaskRecord): readonly string[] =>
  container.mountPoints.map(({ sourceVolume, containerPath, readOnly }) => {
    const source = task.volumes[sourceVolume];
    if (source === undefined)
      throw new TaskError(
        "HostConfigError",
        `container ${container.name} mounts volume "${sourceVolume}", which the task does not have`,
      );
    return `${source}:${containerPath}${readOnly ? ":ro" : ""}`;
  });

const networkModeOf = (task: PayloadTask): string => {
  if (task.networkMode === "host" || task.networkMode === "none") return task.networkMode;
  return "bridge";
};

/** Why: with this option the Docker daemon fetches the execution role's credentials from the task endpoint. */
const logConfigOf = (task: TaskRecord, container: PayloadContainer) => {
  const LogConfig = container.hostConfig["LogConfig"] as
    | { readonly Type?: string; readonly Config?: Readonly<Record<string, string>> }
    | undefined;
  const role = task.roles.TaskExecution;
  if (!container.logsByExecutionRole || LogConfig?.Type !== "awslogs" || role === undefined) return {};
  const option = { "awslogs-credentials-endpoint": `/v2/credentials/${role.credentialsId}` };
  return { LogConfig: { ...LogConfig, Config: { ...LogConfig.Config, ...option } } };
};

/** A limit for a container without its own: the task's, so that no container takes more than the whole task may. */
const memoryOf = (container: PayloadContainer, task: PayloadTask): number =>
  container.memory > 0 ? Math.max(container.memory, leastMemory) : (task.memory ?? 0);

/**
 * The body of Docker's create-container call for a container: what the agent computes, with the payload's
 * `dockerConfig` laid over it.
 *
 * @throws TaskError if the definition makes no sense
 */
export const containerBody = (
  task: TaskRecord,
  container: PayloadContainer,
  record: ContainerRecord,
  image: ImageFacts,
  settings: BodySettings,
): CreateContainerBody => {
  const { definition } = task;
  const dockerName = (name: string): string =>
    task.containers.find((one) => one.name === name)?.dockerName ?? name;
  const networkMode = String(container.hostConfig["NetworkMode"] ?? networkModeOf(definition));
  const mapped = networkMode === "host" || networkMode === "none" ? {} : portBindings(container, settings);
  const { Labels: ownLabels, ...config } = container.config;
  return {
    Cmd: container.command,
    ...(container.entryPoint === undefined ? {} : { Entrypoint: container.entryPoint }),
    Env: environmentOf(container, record, task, image, settings),
    ExposedPorts: Object.fromEntries(Object.keys(mapped).map((port) => [port, {}])),
    ...config,
    Image: container.image,
    Labels: {
      ...(ownLabels as Readonly<Record<string, string>> | undefined),
      [label.cluster]: settings.cluster,
      [label.containerName]: container.name,
      [label.taskArn]: definition.arn,
      [label.family]: definition.family,
      [label.version]: definition.version,
      [label.containerInstance]: settings.containerInstanceArn,
    },
    HostConfig: {
      Binds: bindsOf(container, task),
      PortBindings: mapped,
      Links: container.links.map((link) => {
        const [name = "", alias = name] = link.split(":");
        return `${dockerName(name)}:${alias}`;
      }),
      VolumesFrom: container.volumesFrom.map(
        ({ sourceContainer, readOnly }) => `${dockerName(sourceContainer)}${readOnly ? ":ro" : ""}`,
      ),
      CpuShares: container.cpu > 0 ? container.cpu : 2,
      Memory: memoryOf(container, definition) * mebibyte,
      ...(definition.pidMode === "host" ? { PidMode: "host" } : {}),
      ...(definition.ipcMode === "host" || definition.ipcMode === "none"
        ? { IpcMode: definition.ipcMode }
        : {}),
      ...container.hostConfig,
      ...logConfigOf(task, container),
      NetworkMode: networkMode,
    },
  };
};
