import { type BadRow, ELSEWHERE, INVALID } from "./row.ts";

/** Where an ARN may belong instead: what is changed in it, and what AWS says. */
const PLACES = [
  [
    "another region",
    "arn:aws:ecs:eu-west-1:{account}",
    "Invalid identifier: Identifier is for region eu-west-1. Your region is us-west-2",
  ],
  [
    "another account",
    "arn:aws:ecs:us-west-2:999999999999",
    "Invalid identifier: Identifier is for account 999999999999. Your account is {account}",
  ],
  [
    "another partition",
    "arn:aws-us-gov:ecs:us-west-2:{account}",
    "Invalid identifier: Identifier is for partition aws-us-gov. Your partition is aws",
  ],
  ["another service of AWS", "arn:aws:iam:us-west-2:{account}", undefined],
] as const;

/** An operation, the kind of thing that it names, and its input with an ARN of that thing. */
const NOUNS = [
  [
    "CreateService",
    "cluster/demo",
    (arn: string) => ({ cluster: arn, serviceName: "half", taskDefinition: "web:1", desiredCount: 1 }),
  ],
  [
    "CreateService",
    "task-definition/web:1",
    (arn: string) => ({ cluster: "demo", serviceName: "half", taskDefinition: arn, desiredCount: 1 }),
  ],
  ["UpdateService", "service/demo/web", (arn: string) => ({ cluster: "demo", service: arn })],
  ["DeleteService", "service/demo/web", (arn: string) => ({ cluster: "demo", service: arn, force: true })],
  ["DescribeServices", "service/demo/web", (arn: string) => ({ cluster: "demo", services: ["web", arn] })],
  ["ListServiceDeployments", "service/demo/web", (arn: string) => ({ cluster: "demo", service: arn })],
  [
    "UpdateTaskProtection",
    "task/demo/{serviceTask}",
    (arn: string) => ({ cluster: "demo", tasks: [arn], protectionEnabled: true }),
  ],
  [
    "UpdateContainerInstancesState",
    "container-instance/demo/{instance}",
    (arn: string) => ({ cluster: "demo", containerInstances: [arn], status: "DRAINING" }),
  ],
  [
    "DeregisterContainerInstance",
    "container-instance/demo/{instance}",
    (arn: string) => ({ cluster: "demo", containerInstance: arn, force: true }),
  ],
  [
    "PutAttributes",
    "container-instance/demo/{instance}",
    (arn: string) => ({ cluster: "demo", attributes: [{ name: "a", targetId: arn }] }),
  ],
] as const;

/** ARNs of other regions, accounts, partitions and services, and of other kinds of thing. */
export const elsewhereRows: readonly BadRow[] = NOUNS.flatMap(([operation, resource, call]) => [
  ...PLACES.map(
    ([where, prefix, text]): BadRow => [
      `${resource} of ${where}`,
      operation,
      call(`${prefix}:${resource}`),
      INVALID,
      text ?? `Invalid identifier: ${prefix}:${resource}`,
      ELSEWHERE,
    ],
  ),
  [
    `a thing of another kind for ${resource}`,
    operation,
    call("{arn}:capacity-provider/FARGATE"),
    INVALID,
    "Unsupported resource type: capacity-provider",
    "https://github.com/aws/aws-cli/issues/7875",
  ],
]);
