import type { ApiClient } from "../api/client.ts";
import { describeError } from "../api/errors.ts";
import type { ContainerRuntime, ContainerSnapshot } from "../container-runtime.ts";
import { label } from "../tasks/labels.ts";
import type { PayloadContainer, RoleCredentials } from "../tasks/payload-task.ts";
import type { ContainerRecord, TaskRecord } from "../tasks/task-record.ts";
import type { MetadataSource } from "./metadata-source.ts";
import { taskProtection } from "./task-protection.ts";

/** What the metadata of an agent's tasks is made from. */
export type MetadataSettings = {
  readonly runtime: ContainerRuntime;
  readonly api: ApiClient;
  readonly cluster: string;
  readonly containerInstanceArn: string;
  readonly availabilityZone: string | undefined;
  readonly taskRole: (task: TaskRecord) => RoleCredentials | undefined;
};

const moment = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();

const logSettings = (container: PayloadContainer) => {
  const log = container.hostConfig["LogConfig"] as
    | { readonly Type?: string; readonly Config?: Readonly<Record<string, string>> }
    | undefined;
  return { LogDriver: log?.Type ?? "json-file", LogOptions: log?.Config };
};

const portsOf = (record: ContainerRecord) =>
  record.networkBindings.length === 0
    ? undefined
    : record.networkBindings.map(({ bindIP, containerPort, hostPort, protocol }) => ({
        ContainerPort: containerPort,
        Protocol: protocol,
        HostPort: hostPort,
        HostIp: bindIP,
      }));

/** A container as `/v4/<id>` shows it; undefined members are left out of the JSON. */
const containerMetadata = (
  task: TaskRecord,
  record: ContainerRecord,
  snapshot: ContainerSnapshot | undefined,
  settings: MetadataSettings,
) => {
  const definition = task.definition.containers.find(({ name }) => name === record.name);
  if (definition === undefined) return undefined;
  const { arn, family, version } = task.definition;
  return {
    DockerId: record.runtimeId,
    Name: record.name,
    DockerName: record.dockerName,
    Image: definition.image,
    ImageID: record.imageId,
    Ports: portsOf(record),
    Labels: {
      [label.cluster]: settings.cluster,
      [label.containerName]: record.name,
      [label.taskArn]: arn,
      [label.family]: family,
      [label.version]: version,
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: record.status,
    ExitCode: record.exitCode,
    Limits: { CPU: definition.cpu, Memory: definition.memory },
    CreatedAt: moment(record.createdAt),
    StartedAt: moment(record.startedAt),
    FinishedAt: moment(record.finishedAt),
    Type: "NORMAL",
    Health:
      record.health === undefined
        ? undefined
        : {
            status: record.health.status,
            statusSince: moment(record.health.since),
            output: record.health.output,
          },
    RestartCount: definition.restartPolicy === undefined ? undefined : record.restarts,
    ...logSettings(definition),
    ContainerARN: definition.containerArn,
    Networks: (snapshot?.networks ?? []).map(({ mode, ipv4 }) => ({
      NetworkMode: mode,
      IPv4Addresses: [ipv4],
    })),
  };
};

const inspect = (record: ContainerRecord, settings: MetadataSettings) =>
  record.runtimeId === undefined ? Promise.resolve(undefined) : settings.runtime.inspect(record.runtimeId);

const taskMetadata = async (task: TaskRecord, settings: MetadataSettings) => {
  const { definition } = task;
  return {
    Cluster: settings.cluster,
    TaskARN: definition.arn,
    Family: definition.family,
    Revision: definition.version,
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.status,
    Limits:
      definition.cpu === undefined && definition.memory === undefined
        ? undefined
        : { CPU: definition.cpu, Memory: definition.memory },
    PullStartedAt: moment(task.pullStartedAt),
    PullStoppedAt: moment(task.pullStoppedAt),
    ExecutionStoppedAt: moment(task.executionStoppedAt),
    AvailabilityZone: settings.availabilityZone,
    LaunchType: definition.launchType,
    ServiceName: definition.serviceName,
    FaultInjectionEnabled: false,
    Containers: await Promise.all(
      task.containers.map(async (record) =>
        containerMetadata(task, record, await inspect(record, settings), settings),
      ),
    ),
  };
};

/** Tags of the container instance and the task; why errors are shown: AWS's endpoint lists them beside the rest. */
const tags = async (task: TaskRecord, settings: MetadataSettings) => {
  const read = async (resourceArn: string) => {
    const answer = await settings.api.call("ListTagsForResource", { resourceArn });
    const list = (answer["tags"] ?? []) as readonly { readonly key: string; readonly value?: string }[];
    return Object.fromEntries(list.map(({ key, value }) => [key, value ?? ""]));
  };
  const errors: { ErrorField: string; ErrorMessage: string; ResourceARN: string }[] = [];
  const attempt = async (field: string, resourceArn: string) => {
    try {
      return await read(resourceArn);
    } catch (error) {
      errors.push({ ErrorField: field, ErrorMessage: describeError(error), ResourceARN: resourceArn });
      return undefined;
    }
  };
  return {
    ContainerInstanceTags: await attempt("ContainerInstanceTags", settings.containerInstanceArn),
    TaskTags: await attempt("TaskTags", task.definition.arn),
    Errors: errors.length === 0 ? undefined : errors,
  };
};

/**
 * The metadata of one container of a task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
 */
export const createMetadataSource = (
  task: TaskRecord,
  record: ContainerRecord,
  settings: MetadataSettings,
): MetadataSource => {
  const statistics = async ({ runtimeId }: ContainerRecord) =>
    runtimeId === undefined ? null : ((await settings.runtime.statistics(runtimeId))?.raw ?? null);
  return {
    container: async () => containerMetadata(task, record, await inspect(record, settings), settings),
    task: () => taskMetadata(task, settings),
    taskWithTags: async () => ({ ...(await taskMetadata(task, settings)), ...(await tags(task, settings)) }),
    containerStats: () => statistics(record),
    taskStats: async () =>
      Object.fromEntries(
        await Promise.all(
          task.containers
            .filter(({ runtimeId }) => runtimeId !== undefined)
            .map(async (one) => [one.runtimeId, await statistics(one)] as const),
        ),
      ),
    taskProtection: (method, body) =>
      taskProtection(
        method,
        body,
        task.definition.arn,
        settings.cluster,
        settings.taskRole(task),
        settings.api,
      ),
  };
};
