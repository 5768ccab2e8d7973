import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { checkedDeploymentConfiguration } from "../services/deployment-configuration.ts";
import type { ServiceRow } from "../services/table.ts";
import type { TaskRow } from "../tasks/table.ts";
import { SCOPE } from "./test-plane.ts";

const nameOf = (clusterArn: string): string => clusterArn.slice(clusterArn.lastIndexOf("/") + 1);

const arnOf = (kind: string, clusterArn: string, id: string): string =>
  `arn:aws:ecs:us-east-1:123456789012:${kind}/${nameOf(clusterArn)}/${id}`;

type Identity = { readonly clusterArn: string; readonly id: string };

/** A container instance that is registered in a cluster. */
export const containerInstanceRow = (
  row: Identity & Partial<ContainerInstanceRow>,
): ContainerInstanceRow => ({
  arn: arnOf("container-instance", row.clusterArn, row.id),
  accountId: SCOPE.accountId,
  region: SCOPE.region,
  status: "ACTIVE",
  agentConnected: true,
  versionInfo: {},
  registeredResources: [],
  remainingResources: [],
  attributes: [],
  tags: [],
  registeredAt: 0,
  version: 1,
  registeredBy: "arn:aws:iam::123456789012:role/instance",
  lastSequence: 0,
  ...row,
});

/** A task in a cluster, RUNNING. */
export const taskRow = (row: Identity & Partial<TaskRow>): TaskRow => ({
  arn: arnOf("task", row.clusterArn, row.id),
  accountId: SCOPE.accountId,
  region: SCOPE.region,
  taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
  family: "web",
  group: "family:web",
  launchType: "EC2",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  containers: [],
  overrides: {},
  attributes: [],
  attachments: [],
  enableExecuteCommand: false,
  createdAt: 0,
  healthStatus: "UNKNOWN",
  tags: [],
  version: 1,
  delivered: true,
  reservation: { cpu: 0, memory: 0, tcpPorts: [], udpPorts: [], gpuIds: [] },
  ...row,
});

/** A service in a cluster, ACTIVE, of no tasks. */
export const serviceRow = (
  row: { readonly clusterArn: string; readonly name: string } & Partial<ServiceRow>,
): ServiceRow => ({
  arn: arnOf("service", row.clusterArn, row.name),
  accountId: SCOPE.accountId,
  region: SCOPE.region,
  status: "ACTIVE",
  schedulingStrategy: "REPLICA",
  desiredCount: 0,
  launchType: "EC2",
  taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
  deploymentConfiguration: checkedDeploymentConfiguration("REPLICA", undefined),
  placementConstraints: [],
  placementStrategy: [],
  enableECSManagedTags: false,
  propagateTags: "NONE",
  enableExecuteCommand: false,
  tags: [],
  createdAt: 0,
  createdBy: "arn:aws:iam::123456789012:role/deployer",
  roleArn: "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
  requestDigest: "",
  deploymentId: "ecs-svc/1",
  eventCount: 0,
  steady: true,
  ...row,
});
