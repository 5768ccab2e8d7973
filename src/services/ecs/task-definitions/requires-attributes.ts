import type { Attribute, RegisterTaskDefinitionRequest, Secret } from "@aws-sdk/client-ecs";
import { isEcrImage } from "./rules/fargate.ts";
import type { NamedContainer } from "./rules/rule.ts";
import { volumeAttributes } from "./volume-attributes.ts";

const COM = "com.amazonaws.ecs.capability.";
const ECS = "ecs.capability.";

const api = (version: string): string => `${COM}docker-remote-api.${version}`;

/** The version of the Docker Remote API from which on a log driver is there. */
const LOG_DRIVER_API: Readonly<Record<string, string>> = {
  "json-file": "1.18",
  syslog: "1.18",
  journald: "1.18",
  gelf: "1.18",
  fluentd: "1.20",
  awslogs: "1.19",
  splunk: "1.22",
};

/** Secrets Manager secrets are named by ARN; everything else is a parameter of Systems Manager. */
const secretStore = ({ valueFrom = "" }: Secret): string =>
  /^arn:[^:]+:secretsmanager:/.test(valueFrom) ? "asm" : "ssm";

const when = (condition: unknown, ...names: readonly string[]): readonly string[] => (condition ? names : []);

const some = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

const logAttributes = (
  { logConfiguration: log }: NamedContainer,
  task: RegisterTaskDefinitionRequest,
): readonly string[] => {
  if (log === undefined) return [];
  const driver = String(log.logDriver);
  const version = LOG_DRIVER_API[driver];
  return [
    `${COM}logging-driver.${driver}`,
    ...when(version, api(version ?? "")),
    ...when(driver === "awslogs" && task.executionRoleArn, `${ECS}execution-role-awslogs`),
    ...(log.secretOptions ?? []).map((secret) => `${ECS}secrets.${secretStore(secret)}.bootstrap.log-driver`),
    ...when(
      driver === "awsfirelens" && log.options?.["log-driver-buffer-limit"],
      `${ECS}logging-driver.awsfirelens.log-driver-buffer-limit`,
    ),
  ];
};

const firelensAttributes = ({ firelensConfiguration: router, user }: NamedContainer): readonly string[] => {
  if (router === undefined) return [];
  const file = router.options?.["config-file-type"];
  return [
    `${ECS}firelens.${router.type}`,
    ...when(file, `${ECS}firelens.options.config.${file}`),
    ...when(user !== undefined && user !== "0" && user !== "root", `${ECS}firelens.non-root-user`),
  ];
};

const linuxAttributes = ({ linuxParameters: linux }: NamedContainer): readonly string[] => [
  ...when(linux?.initProcessEnabled, api("1.25")),
  ...when(linux?.sharedMemorySize !== undefined || some(linux?.tmpfs), api("1.22")),
];

const securityAttributes = (container: NamedContainer): readonly string[] => [
  ...when(container.privileged, `${COM}privileged-container`),
  ...(container.dockerSecurityOptions ?? []).flatMap((option) => [
    ...when(option.startsWith("label"), `${COM}selinux`),
    ...when(option.startsWith("apparmor"), `${COM}apparmor`),
    ...when(option.startsWith("credentialspec"), `${ECS}gmsa`),
  ]),
  ...when(some(container.credentialSpecs), `${ECS}gmsa`),
];

const containerAttributes = (
  container: NamedContainer,
  task: RegisterTaskDefinitionRequest,
): readonly string[] => [
  ...logAttributes(container, task),
  ...firelensAttributes(container),
  ...linuxAttributes(container),
  ...securityAttributes(container),
  ...when(container.memoryReservation !== undefined, api("1.21")),
  ...when(some(container.ulimits) || container.dockerLabels !== undefined, api("1.18")),
  ...when(container.healthCheck, `${ECS}container-health-check`, api("1.24")),
  ...when(container.healthCheck?.startPeriod !== undefined, api("1.29")),
  ...when(
    some(container.dependsOn) || container.startTimeout !== undefined || container.stopTimeout !== undefined,
    `${ECS}container-ordering`,
  ),
  ...(container.secrets ?? []).map((secret) => `${ECS}secrets.${secretStore(secret)}.environment-variables`),
  ...when(some(container.environmentFiles), `${ECS}env-files.s3`),
  ...when(container.repositoryCredentials, `${ECS}private-registry-authentication.secretsmanager`),
  ...when(isEcrImage(container.image), `${COM}ecr-auth`),
  ...when(isEcrImage(container.image) && task.executionRoleArn, `${ECS}execution-role-ecr-pull`),
  ...when(container.restartPolicy?.enabled, `${ECS}container-restart-policy`),
  ...when(
    container.portMappings?.some(({ containerPortRange }) => containerPortRange !== undefined),
    `${ECS}network.container-port-range`,
  ),
];

const taskAttributes = (task: RegisterTaskDefinitionRequest): readonly string[] => [
  ...when(task.taskRoleArn, `${COM}task-iam-role`),
  ...when(task.taskRoleArn && task.networkMode === "host", `${COM}task-iam-role-network-host`),
  ...when(task.networkMode === "awsvpc", `${ECS}task-eni`, api("1.18")),
  ...when(task.pidMode ?? task.ipcMode, `${ECS}pid-ipc-namespace-sharing`),
  ...when(task.proxyConfiguration, `${ECS}aws-appmesh`),
  ...when(some(task.inferenceAccelerators), `${ECS}task-eia`),
  ...when(task.enableFaultInjection, `${ECS}fault-injection`),
  ...(task.volumes ?? []).flatMap(volumeAttributes),
];

/**
 * The attributes that a container instance must have to run a task, as AWS computes them; the names are those
 * under which agents register what they can do. Derived from what DescribeTaskDefinition gives back for task
 * definitions in public repositories.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
 */
export const requiresAttributes = (
  task: RegisterTaskDefinitionRequest,
  containers: readonly NamedContainer[],
): Attribute[] => {
  const names = [
    ...taskAttributes(task),
    ...containers.flatMap((container) => containerAttributes(container, task)),
  ];
  return [...new Set(names)].sort().map((name) => ({ name }));
};
