/** What a role of Amazon ECS can be for. */
export type RolePurpose =
  | "container-instance"
  | "service"
  | "task-execution"
  | "task"
  | "events"
  | "autoscaling";

/** Something that a role of a purpose has to be able to do. */
export type Requirement = {
  readonly action: string;
  readonly why: string;
};

/** What a role has to be, so that it serves its purpose. */
export type RoleRequirements = {
  readonly title: string;
  /** The services that use it; one of them must be trusted. */
  readonly services: readonly string[];
  /** Without these it does not work. */
  readonly needs: readonly Requirement[];
  /** Without these a feature does not work. */
  readonly features: readonly Requirement[];
  /** What it has no use for, though it was once needed or is often given. */
  readonly excess: readonly Requirement[];
  /** What AWS has in its place by now. */
  readonly deprecated?: string;
  /** Having one of these, a policy is likely to be for this purpose. */
  readonly tellTale: readonly string[];
  readonly page: string;
};

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const PULL: readonly Requirement[] = [
  { action: "ecr:GetAuthorizationToken", why: "images can not be pulled from Amazon ECR" },
  { action: "ecr:BatchCheckLayerAvailability", why: "images can not be pulled from Amazon ECR" },
  { action: "ecr:GetDownloadUrlForLayer", why: "images can not be pulled from Amazon ECR" },
  { action: "ecr:BatchGetImage", why: "images can not be pulled from Amazon ECR" },
];
const LOG: readonly Requirement[] = [
  { action: "logs:CreateLogStream", why: "the awslogs driver can not write" },
  { action: "logs:PutLogEvents", why: "the awslogs driver can not write" },
];

/** Each purpose, from the guide's page on the role and the managed policy that AWS offers for it. */
export const ROLES: Readonly<Record<RolePurpose, RoleRequirements>> = {
  "container-instance": {
    title: "container instance role",
    services: ["ec2.amazonaws.com", "ssm.amazonaws.com"],
    needs: [
      { action: "ecs:DiscoverPollEndpoint", why: "the agent finds no endpoint to ask for tasks" },
      { action: "ecs:RegisterContainerInstance", why: "the instance can not join a cluster" },
      { action: "ecs:Poll", why: "the agent is sent no tasks" },
      { action: "ecs:SubmitTaskStateChange", why: "tasks stay PENDING: the agent can not say that they run" },
      { action: "ecs:SubmitContainerStateChange", why: "the agent can not report its containers" },
    ],
    features: [
      {
        action: "ecs:StartTelemetrySession",
        why: "there are no metrics of its tasks, and container health is not reported",
      },
      { action: "ecs:SubmitAttachmentStateChanges", why: "tasks in the awsvpc network mode do not start" },
      { action: "ecs:DeregisterContainerInstance", why: "the instance can not leave the cluster by itself" },
      {
        action: "ecs:UpdateContainerInstancesState",
        why: "an instance whose Spot capacity ends is not drained",
      },
      { action: "ecs:TagResource", why: "ECS_CONTAINER_INSTANCE_TAGS is refused at registration" },
      ...PULL,
      ...LOG,
    ],
    excess: [
      {
        action: "ecs:CreateCluster",
        why: "the agent needs it only to make the default cluster, when ECS_CLUSTER is not set",
      },
      { action: "ecs:RunTask", why: "the agent starts no tasks of its own" },
      { action: "ecs:StartTask", why: "the agent starts no tasks of its own" },
      { action: "iam:PassRole", why: "the control plane hands the agent its roles' credentials" },
      { action: "sts:AssumeRole", why: "the control plane hands the agent its roles' credentials" },
    ],
    tellTale: ["ecs:RegisterContainerInstance", "ecs:Poll", "ecs:DiscoverPollEndpoint"],
    page: `${GUIDE}/instance_IAM_role.html`,
  },
  service: {
    title: "service scheduler role",
    services: ["ecs.amazonaws.com"],
    needs: [
      { action: "elasticloadbalancing:RegisterTargets", why: "tasks are not registered with target groups" },
      { action: "elasticloadbalancing:DeregisterTargets", why: "stopped tasks stay in their target groups" },
      { action: "elasticloadbalancing:DescribeTargetHealth", why: "the health of targets is not seen" },
      { action: "elasticloadbalancing:DescribeTargetGroups", why: "target groups are not found" },
    ],
    features: [
      {
        action: "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        why: "Classic Load Balancers do not work",
      },
      {
        action: "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        why: "Classic Load Balancers do not work",
      },
      { action: "elasticloadbalancing:DescribeLoadBalancers", why: "Classic Load Balancers do not work" },
      { action: "elasticloadbalancing:DescribeInstanceHealth", why: "Classic Load Balancers do not work" },
      {
        action: "ec2:DescribeInstances",
        why: "the instances of tasks in the bridge network mode are not found",
      },
    ],
    excess: [
      { action: "ec2:AuthorizeSecurityGroupIngress", why: "the service scheduler does not open ports" },
      { action: "ecs:RunTask", why: "the service scheduler starts its tasks without asking the role" },
      { action: "iam:PassRole", why: "roles are passed by who creates the service" },
    ],
    deprecated:
      "The service-linked role AWSServiceRoleForECS does this without any policy of yours: leave the role parameter of CreateService out.",
    tellTale: [
      "elasticloadbalancing:RegisterTargets",
      "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
      "elasticloadbalancing:DeregisterTargets",
    ],
    page: `${GUIDE}/using-service-linked-roles.html`,
  },
  "task-execution": {
    title: "task execution role",
    services: ["ecs-tasks.amazonaws.com"],
    needs: [],
    features: [...PULL, ...LOG],
    excess: [
      { action: "iam:PassRole", why: "the agent passes no roles" },
      { action: "sts:AssumeRole", why: "the credentials come from the control plane" },
      { action: "ecs:RunTask", why: "the agent starts no tasks of its own" },
    ],
    tellTale: [
      "ecr:GetAuthorizationToken",
      "ecr:BatchGetImage",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameters",
      "logs:PutLogEvents",
    ],
    page: `${GUIDE}/task_execution_IAM_role.html`,
  },
  task: {
    title: "task role",
    services: ["ecs-tasks.amazonaws.com"],
    needs: [],
    features: [],
    excess: [
      { action: "ecr:GetAuthorizationToken", why: "images are pulled with the execution role" },
      { action: "ecr:BatchGetImage", why: "images are pulled with the execution role" },
    ],
    tellTale: [],
    page: `${GUIDE}/task-iam-roles.html`,
  },
  events: {
    title: "EventBridge role for ECS",
    services: ["events.amazonaws.com", "scheduler.amazonaws.com"],
    needs: [
      { action: "ecs:RunTask", why: "no task is started" },
      { action: "iam:PassRole", why: "tasks whose definition has a task or execution role are refused" },
    ],
    features: [{ action: "ecs:TagResource", why: "tasks are not tagged" }],
    excess: [{ action: "ecs:RegisterTaskDefinition", why: "a rule names a task definition that there is" }],
    tellTale: ["ecs:RunTask"],
    page: `${GUIDE}/CWE_IAM_role.html`,
  },
  autoscaling: {
    title: "service auto scaling role",
    services: ["application-autoscaling.amazonaws.com"],
    needs: [
      { action: "ecs:DescribeServices", why: "the desired count is not known" },
      { action: "ecs:UpdateService", why: "the desired count can not be changed" },
      { action: "cloudwatch:DescribeAlarms", why: "alarms are not found" },
    ],
    features: [{ action: "cloudwatch:PutMetricAlarm", why: "target tracking can not make its alarms" }],
    excess: [],
    deprecated:
      "The service-linked role AWSServiceRoleForApplicationAutoScaling_ECSService does this without any policy of yours.",
    tellTale: ["ecs:UpdateService"],
    page: `${GUIDE}/auto-scaling-IAM.html`,
  },
};
