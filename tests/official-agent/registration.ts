import { randomUUID } from "node:crypto";

/** An attribute as the agent sends it. */
export type SentAttribute = { readonly name: string; readonly value?: string };

const ecs = [
  "private-registry-authentication.secretsmanager",
  "secrets.ssm.environment-variables",
  "secrets.ssm.bootstrap.log-driver",
  "ecr-endpoint",
  "secrets.asm.environment-variables",
  "secrets.asm.bootstrap.log-driver",
  "container-ordering",
  "full-sync",
  "env-files.s3",
  "network.container-port-range",
  "container-restart-policy",
  "execution-role-ecr-pull",
  "container-health-check",
  "docker-plugin.local",
  "firelens.fluentd",
  "firelens.fluentbit",
  "logging-driver.awsfirelens.log-driver-buffer-limit",
  "firelens.non-root-user",
  "efs",
  "storage.s3-files",
  "firelens.options.config.file",
  "firelens.options.config.s3",
  "external",
  "ipv6-only",
].map((name) => `ecs.capability.${name}`);

const remoteApi = [17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 32];

const docker = [
  "privileged-container",
  ...remoteApi.map((minor) => `docker-remote-api.1.${minor}`),
  "logging-driver.json-file",
  "logging-driver.none",
  "logging-driver.awsfirelens",
  "ecr-auth",
].map((name) => `com.amazonaws.ecs.capability.${name}`);

/** Section 3.1: the attributes of an external agent with the settings of 2.1. */
export const EXTERNAL_ATTRIBUTES: readonly SentAttribute[] = [
  ...[...ecs, ...docker].map((name) => ({ name })),
  { name: "ecs.os-type", value: "linux" },
  { name: "ecs.os-family", value: "LINUX" },
  { name: "ecs.os-type-detailed", value: "LINUX" },
  { name: "ecs.cpu-architecture", value: "x86_64" },
];

/** Section 2.1: what an agent on EC2 does not say of itself, and the one attribute it says instead. */
export const EC2_ATTRIBUTES: readonly SentAttribute[] = [
  ...EXTERNAL_ATTRIBUTES.filter(
    ({ name }) => name !== "ecs.capability.external" && name !== "ecs.cpu-architecture",
  ),
  { name: "com.amazonaws.ecs.capability.task-iam-role" },
];

/** Section 3.1: a registration as the agent writes it, members in its order. */
export const registration = (changes: Readonly<Record<string, unknown>> = {}) => ({
  cluster: "demo",
  clientToken: randomUUID(),
  instanceIdentityDocument: "",
  instanceIdentityDocumentSignature: "",
  totalResources: [
    { name: "CPU", type: "INTEGER", integerValue: 2048 },
    { name: "MEMORY", type: "INTEGER", integerValue: 24105 },
    { name: "PORTS", type: "STRINGSET", stringSetValue: ["22", "2375", "2376", "51678", "51679"] },
    { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
  ],
  attributes: EXTERNAL_ATTRIBUTES,
  ...changes,
});
