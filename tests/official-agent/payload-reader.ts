import {
  anyText,
  boolean,
  type Check,
  double,
  integer,
  isObject,
  jsonText,
  listOf,
  mapOf,
  matching,
  object,
  oneOf,
  ReadingFault,
  text,
} from "./shape-check.ts";

// Section 5.3: the members of a payload, each in the type in which the agent reads it.

const arn = (kind: string): Check =>
  matching(new RegExp(`^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:${kind}/.+$`));

const anything: Check = () => {};

/** RFC 3339 in UTC: "handed to the container as is", whose SDK wants it so. */
const moment = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** Section 5.3, `roleCredentials`; section 8: the id is the only secret, an unguessable UUID. */
export const roleCredentials = object({
  credentialsId: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  roleArn: matching(/^arn:aws:iam::\d{12}:role\//),
  accessKeyId: matching(/^ASIA[A-Z2-7]{16}$/),
  secretAccessKey: text,
  sessionToken: text,
  expiration: moment,
});

/** Section 5.3: any key but `command` makes the task invalid. */
const containerOverrides = jsonText(object({}, { command: listOf(anyText) }));

const portMapping: Check = (value, at) =>
  isObject(value) && Object.hasOwn(value, "containerPortRange")
    ? object({ containerPortRange: matching(/^\d+-\d+$/) }, { protocol: oneOf("tcp", "udp") })(value, at)
    : object({ containerPort: integer, hostPort: integer }, { protocol: oneOf("tcp", "udp") })(value, at);

/** Docker's `Config` as far as section 5.3 names it; durations in nanoseconds. */
const dockerConfig = jsonText(
  object(
    {},
    {
      WorkingDir: text,
      User: text,
      Hostname: text,
      Labels: mapOf(anyText),
      Healthcheck: object(
        { Test: listOf(anyText) },
        { Interval: integer, Timeout: integer, Retries: integer, StartPeriod: integer },
      ),
      Tty: boolean,
      OpenStdin: boolean,
      StopSignal: text,
    },
  ),
);

const ulimit = object({ Name: text, Soft: integer, Hard: integer });
const device = object({ PathOnHost: text, PathInContainer: text, CgroupPermissions: text });

/** Docker's `HostConfig` as far as section 5.3 names it; sizes in bytes. */
const hostConfig = jsonText(
  object(
    {},
    {
      NetworkMode: oneOf("bridge", "host", "none"),
      LogConfig: object({ Type: text }, { Config: mapOf(anyText) }),
      MemoryReservation: integer,
      Privileged: boolean,
      CapAdd: listOf(text),
      CapDrop: listOf(text),
      Devices: listOf(device),
      Init: boolean,
      ShmSize: integer,
      Tmpfs: mapOf(anyText),
      MemorySwap: integer,
      MemorySwappiness: integer,
      Ulimits: listOf(ulimit),
      Sysctls: mapOf(anyText),
      ReadonlyRootfs: boolean,
      SecurityOpt: listOf(text),
      ExtraHosts: listOf(matching(/^[^:]+:.+$/)),
      Dns: listOf(text),
      DnsSearch: listOf(text),
    },
  ),
);

const registryAuthentication: Check = (value, at) => {
  object(
    { type: oneOf("ecr", "asm") },
    {
      ecrAuthData: object(
        { registryId: text, region: text, useExecutionRole: boolean },
        { endpointOverride: anyText },
      ),
      asmAuthData: object({ credentialsParameter: text, region: text }),
    },
  )(value, at);
};

const container = object(
  {
    name: text,
    image: text,
    essential: boolean,
    containerArn: arn("container"),
    overrides: containerOverrides,
    dockerConfig: object({ version: matching(/^1\.\d+$/), config: dockerConfig, hostConfig }),
  },
  {
    cpu: integer,
    memory: integer,
    command: listOf(anyText),
    entryPoint: listOf(anyText),
    links: listOf(text),
    environment: mapOf(anyText),
    environmentFiles: listOf(object({ value: arnOfS3(), type: oneOf("s3") })),
    portMappings: listOf(portMapping),
    mountPoints: listOf(object({ sourceVolume: text, containerPath: text }, { readOnly: boolean })),
    volumesFrom: listOf(object({ sourceContainer: text }, { readOnly: boolean })),
    dependsOn: listOf(
      object({ containerName: text, condition: oneOf("START", "COMPLETE", "SUCCESS", "HEALTHY") }),
    ),
    startTimeout: integer,
    stopTimeout: integer,
    // In upper case it is silently useless.
    healthCheckType: oneOf("docker"),
    restartPolicy: object(
      { enabled: boolean },
      { restartAttemptPeriod: integer, ignoredExitCodes: listOf(integer) },
    ),
    registryAuthentication,
    secrets: listOf(
      object(
        {
          name: text,
          valueFrom: text,
          provider: oneOf("ssm", "asm"),
          type: oneOf("ENVIRONMENT_VARIABLE"),
          target: oneOf("CONTAINER", "LOG_DRIVER"),
          region: text,
        },
        { containerPath: text },
      ),
    ),
    logsAuthStrategy: oneOf("ExecutionRole"),
    firelensConfiguration: object({ type: oneOf("fluentd", "fluentbit") }, { options: mapOf(anyText) }),
    managedAgents: listOf(object({ name: oneOf("ExecuteCommandAgent") }, { properties: mapOf(anyText) })),
  },
);

function arnOfS3(): Check {
  return matching(/^arn:aws:s3:::[^/]+\/.+$/);
}

const volume: Check = (value, at) =>
  object(
    { name: text },
    {
      type: oneOf("host", "docker", "efs", "fsxWindowsFileServer"),
      host: object({}, { sourcePath: matching(/^\//) }),
      dockerVolumeConfiguration: object(
        { scope: oneOf("task", "shared") },
        { autoprovision: boolean, driver: text, driverOpts: mapOf(anyText), labels: mapOf(anyText) },
      ),
      efsVolumeConfiguration: anything,
    },
  )(value, at);

const task = object(
  { arn: arn("task"), desiredStatus: oneOf("RUNNING", "STOPPED") },
  {
    family: text,
    version: matching(/^\d+$/),
    containers: listOf(container),
    taskClusterArn: arn("cluster"),
    taskDefinitionAccountId: matching(/^\d{12}$/),
    group: text,
    zone: text,
    // Section 5.3: a text at this level, and the agent does not apply it.
    overrides: jsonText(object({})),
    serviceName: text,
    launchType: oneOf("EC2", "EXTERNAL"),
    networkMode: oneOf("bridge", "host", "awsvpc", "none"),
    cpu: double,
    memory: integer,
    roleCredentials,
    executionRoleCredentials: roleCredentials,
    volumes: listOf(volume),
    elasticNetworkInterfaces: anything,
    attachments: anything,
    associations: anything,
    pidMode: text,
    ipcMode: text,
    proxyConfiguration: anything,
    enableFaultInjection: boolean,
  },
);

/** A task of a payload; one that is to run has containers. */
export const payloadTask: Check = (value, at) => {
  task(value, at);
  const { desiredStatus, containers, family, version } = value as Readonly<Record<string, unknown>>;
  const runnable =
    Array.isArray(containers) && containers.length > 0 && family !== undefined && version !== undefined;
  if (desiredStatus === "RUNNING" && !runnable)
    throw new ReadingFault(at, "a task with family, version and containers", value);
};
