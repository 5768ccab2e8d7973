import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { compatibilitiesOf } from "./compatibilities.ts";
import { requiresAttributes } from "./requires-attributes.ts";
import { validateTaskDefinition } from "./validate-task-definition.ts";

const ROLE = "arn:aws:iam::123456789012:role/task";
const ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1";
const AWSLOGS = {
  logDriver: "awslogs",
  options: { "awslogs-group": "g", "awslogs-region": "r", "awslogs-stream-prefix": "p" },
};

type Row = {
  readonly what: string;
  readonly task?: object;
  readonly container?: object;
  /** Without the prefixes `com.amazonaws.ecs.capability.` (as `com.`) and `ecs.capability.`. */
  readonly attributes: readonly string[];
  readonly compatibilities: readonly string[];
};

const ANYWHERE = ["EXTERNAL", "EC2"];
const AWSVPC = ["EC2", "MANAGED_INSTANCES"];

const ROWS: readonly Row[] = [
  { what: "a plain task", attributes: [], compatibilities: ANYWHERE },
  {
    what: "a Fargate service as the console makes it",
    task: { networkMode: "awsvpc", cpu: "256", memory: "512", taskRoleArn: ROLE, executionRoleArn: ROLE },
    container: { image: ECR, logConfiguration: AWSLOGS },
    attributes: [
      "com.docker-remote-api.1.18",
      "com.docker-remote-api.1.19",
      "com.ecr-auth",
      "com.logging-driver.awslogs",
      "com.task-iam-role",
      "execution-role-awslogs",
      "execution-role-ecr-pull",
      "task-eni",
    ],
    compatibilities: [...AWSVPC, "FARGATE"],
  },
  {
    what: "a task role on the host's network",
    task: { networkMode: "host", taskRoleArn: ROLE, ipcMode: "host" },
    container: { privileged: true },
    attributes: [
      "com.privileged-container",
      "com.task-iam-role",
      "com.task-iam-role-network-host",
      "pid-ipc-namespace-sharing",
    ],
    compatibilities: ["EXTERNAL", ...AWSVPC],
  },
  {
    what: "a health check and an order of start",
    container: {
      healthCheck: { command: ["CMD", "true"], startPeriod: 5 },
      startTimeout: 10,
      memoryReservation: 64,
    },
    attributes: [
      "com.docker-remote-api.1.21",
      "com.docker-remote-api.1.24",
      "com.docker-remote-api.1.29",
      "container-health-check",
      "container-ordering",
    ],
    compatibilities: ANYWHERE,
  },
  {
    what: "secrets of both stores, and files",
    task: { executionRoleArn: ROLE },
    container: {
      secrets: [
        { name: "A", valueFrom: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a" },
        { name: "B", valueFrom: "b" },
      ],
      environmentFiles: [{ type: "s3", value: "arn:aws:s3:::b/a.env" }],
      repositoryCredentials: {
        credentialsParameter: "arn:aws:secretsmanager:us-east-1:123456789012:secret:r",
      },
    },
    attributes: [
      "env-files.s3",
      "private-registry-authentication.secretsmanager",
      "secrets.asm.environment-variables",
      "secrets.ssm.environment-variables",
    ],
    compatibilities: ANYWHERE,
  },
  {
    what: "file systems",
    task: { volumes: [{ name: "e", efsVolumeConfiguration: { fileSystemId: "fs-1" } }] },
    attributes: ["com.docker-remote-api.1.25", "efs", "efsAuth"],
    compatibilities: ["EC2"],
  },
  {
    what: "a Docker volume",
    task: { volumes: [{ name: "d", dockerVolumeConfiguration: { driver: "rexray/ebs", scope: "shared" } }] },
    attributes: ["com.docker-remote-api.1.25", "docker-plugin.rexray/ebs"],
    compatibilities: ANYWHERE,
  },
  {
    what: "Linux parameters and labels",
    container: {
      linuxParameters: { initProcessEnabled: true, sharedMemorySize: 64 },
      dockerLabels: { a: "b" },
      dockerSecurityOptions: ["label:user:x", "apparmor:x"],
    },
    attributes: [
      "com.apparmor",
      "com.docker-remote-api.1.18",
      "com.docker-remote-api.1.22",
      "com.docker-remote-api.1.25",
      "com.selinux",
    ],
    compatibilities: ANYWHERE,
  },
];

const short = (name: string | undefined): string =>
  (name ?? "").replace(/^com\.amazonaws\.ecs\.capability\./, "com.").replace(/^ecs\.capability\./, "");

describe("requiresAttributes and compatibilities", () => {
  for (const { what, task, container, attributes, compatibilities } of ROWS) {
    it(what, () => {
      const input: RegisterTaskDefinitionRequest = {
        family: "web",
        containerDefinitions: [{ name: "web", image: "nginx", memory: 128, ...container }],
        ...task,
      };
      const containers = validateTaskDefinition(input);
      const names = requiresAttributes(input, containers).map(({ name }) => short(name));
      assert.deepEqual(names.sort(), [...attributes].sort());
      assert.deepEqual(compatibilitiesOf(input, containers), compatibilities);
    });
  }
});
