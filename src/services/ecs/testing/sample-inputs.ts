const CLUSTER = "web";
const TASK = "0123456789abcdef0123456789abcdef";
const INSTANCE = "fedcba9876543210fedcba9876543210";
const TAGS = [{ key: "team", value: "a" }];
const ATTRIBUTES = [{ name: "a", targetType: "container-instance", targetId: INSTANCE }];
const ROLE = "arn:aws:iam::123456789012:role/task";
const SERVICE = "steady";
const SERVICE_DEPLOYMENT =
  "arn:aws:ecs:us-east-1:123456789012:service-deployment/web/steady/ejGvqq2ilnbKT9qj0vLJe";
const SERVICE_REVISION = "arn:aws:ecs:us-east-1:123456789012:service-revision/web/steady/1234567890123456789";
const CLUSTER_ARN = "arn:aws:ecs:us-east-1:123456789012:cluster/web";

/** The names in {@link SAMPLE_INPUTS} that must exist for tags of resources to be seen. */
export const SAMPLE = {
  cluster: CLUSTER,
  clusterArn: CLUSTER_ARN,
  task: TASK,
  instance: INSTANCE,
  service: SERVICE,
  tags: TAGS,
};

/** For each operation, inputs that fill everything that decides about permission. */
export const SAMPLE_INPUTS: Readonly<Record<string, readonly object[]>> = {
  CreateCluster: [
    { clusterName: "new", tags: TAGS, capacityProviders: ["FARGATE"] },
    {
      configuration: { managedStorageConfiguration: { fargateEphemeralStorageKmsKeyId: "k" } },
    },
  ],
  DeleteCluster: [{ cluster: CLUSTER }],
  DescribeClusters: [{ clusters: [CLUSTER, "none"] }],
  ListClusters: [{}],
  UpdateCluster: [
    {
      cluster: CLUSTER,
      configuration: { managedStorageConfiguration: { fargateEphemeralStorageKmsKeyId: "k" } },
    },
  ],
  UpdateClusterSettings: [{ cluster: CLUSTER }],
  DeleteTaskDefinitions: [{ taskDefinitions: ["web:1"] }],
  DeregisterTaskDefinition: [{ taskDefinition: "web:1" }],
  DescribeTaskDefinition: [{ taskDefinition: "web" }],
  ListTaskDefinitionFamilies: [{}],
  ListTaskDefinitions: [{}],
  RegisterTaskDefinition: [
    {
      family: "web",
      tags: TAGS,
      cpu: "256",
      memory: "512",
      taskRoleArn: ROLE,
      requiresCompatibilities: ["EC2"],
      containerDefinitions: [{ name: "c", privileged: true }],
    },
  ],
  RunTask: [
    { cluster: CLUSTER, taskDefinition: "web", tags: TAGS, enableExecuteCommand: true },
    { cluster: CLUSTER, taskDefinition: "web", overrides: { cpu: "256", memory: "512" } },
    {
      cluster: CLUSTER,
      taskDefinition: "web",
      capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    },
  ],
  StartTask: [{ cluster: CLUSTER, taskDefinition: "web", containerInstances: [INSTANCE], tags: TAGS }],
  StopTask: [{ cluster: CLUSTER, task: TASK }],
  DescribeTasks: [{ cluster: CLUSTER, tasks: [TASK] }],
  ListTasks: [{ cluster: CLUSTER, containerInstance: INSTANCE }, { cluster: CLUSTER }],
  GetTaskProtection: [{ cluster: CLUSTER, tasks: [TASK] }],
  UpdateTaskProtection: [{ cluster: CLUSTER, tasks: [TASK] }],
  RegisterContainerInstance: [{ cluster: CLUSTER, tags: TAGS }],
  DeregisterContainerInstance: [{ cluster: CLUSTER, containerInstance: INSTANCE }],
  DescribeContainerInstances: [{ cluster: CLUSTER, containerInstances: [INSTANCE] }],
  ListContainerInstances: [{ cluster: CLUSTER }],
  UpdateContainerInstancesState: [{ cluster: CLUSTER, containerInstances: [INSTANCE], status: "DRAINING" }],
  UpdateContainerAgent: [{ cluster: CLUSTER, containerInstance: INSTANCE }],
  DiscoverPollEndpoint: [{ cluster: CLUSTER }],
  SubmitTaskStateChange: [{ cluster: CLUSTER, task: TASK }],
  SubmitContainerStateChange: [{ cluster: CLUSTER, task: TASK }],
  SubmitAttachmentStateChanges: [{ cluster: CLUSTER, attachments: [] }],
  DeleteAttributes: [{ cluster: CLUSTER, attributes: ATTRIBUTES }],
  ListAttributes: [{ cluster: CLUSTER, targetType: "container-instance" }],
  PutAttributes: [{ cluster: CLUSTER, attributes: ATTRIBUTES }],
  CreateService: [
    {
      cluster: CLUSTER,
      serviceName: "new",
      taskDefinition: "web",
      desiredCount: 2,
      tags: TAGS,
      enableExecuteCommand: true,
      enableECSManagedTags: true,
      propagateTags: "SERVICE",
      deploymentConfiguration: {
        maximumPercent: 200,
        minimumHealthyPercent: 50,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      placementStrategy: [{ type: "spread", field: "instanceId" }],
      placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], assignPublicIp: "DISABLED" } },
    },
    { cluster: CLUSTER, serviceName: "daemon", taskDefinition: "web", schedulingStrategy: "DAEMON" },
    {
      cluster: CLUSTER,
      serviceName: "other",
      taskDefinition: "web",
      capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
      serviceConnectConfiguration: { enabled: true, namespace: "internal" },
      volumeConfigurations: [{ name: "data", managedEBSVolume: { roleArn: ROLE } }],
      vpcLatticeConfigurations: [{ roleArn: ROLE, targetGroupArn: "group", portName: "port" }],
    },
  ],
  UpdateService: [
    {
      cluster: CLUSTER,
      service: SERVICE,
      enableECSManagedTags: true,
      capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], assignPublicIp: "DISABLED" } },
      serviceConnectConfiguration: { enabled: true, namespace: "internal" },
      volumeConfigurations: [{ name: "data", managedEBSVolume: { roleArn: ROLE } }],
      vpcLatticeConfigurations: [{ roleArn: ROLE, targetGroupArn: "group", portName: "port" }],
    },
    { cluster: CLUSTER, service: SERVICE, desiredCount: 3, enableExecuteCommand: false },
    {
      cluster: CLUSTER,
      service: SERVICE,
      taskDefinition: "web",
      propagateTags: "NONE",
      forceNewDeployment: true,
    },
  ],
  DeleteService: [{ cluster: CLUSTER, service: SERVICE, force: true }],
  DescribeServices: [{ cluster: CLUSTER, services: [SERVICE] }],
  ListServices: [{ cluster: CLUSTER, launchType: "EC2", schedulingStrategy: "REPLICA" }],
  ListServicesByNamespace: [{ namespace: "internal" }],
  DescribeServiceDeployments: [{ serviceDeploymentArns: [SERVICE_DEPLOYMENT] }],
  ListServiceDeployments: [{ cluster: CLUSTER, service: SERVICE, status: ["SUCCESSFUL"] }],
  StopServiceDeployment: [{ serviceDeploymentArn: SERVICE_DEPLOYMENT, stopType: "ROLLBACK" }],
  DescribeServiceRevisions: [{ serviceRevisionArns: [SERVICE_REVISION] }],
  CreateCapacityProvider: [
    {
      name: "mine",
      tags: TAGS,
      managedInstancesProvider: {
        infrastructureRoleArn: ROLE,
        propagateTags: "NONE",
        instanceLaunchTemplate: { instanceMetadataTagsPropagation: true },
      },
    },
  ],
  DeleteCapacityProvider: [{ capacityProvider: "provider" }],
  DescribeCapacityProviders: [{ capacityProviders: ["provider"] }, {}],
  PutClusterCapacityProviders: [{ cluster: CLUSTER, capacityProviders: ["FARGATE"] }],
  UpdateCapacityProvider: [
    { name: "provider", managedInstancesProvider: { infrastructureRoleArn: ROLE, propagateTags: "NONE" } },
  ],
  ListTagsForResource: [{ resourceArn: CLUSTER_ARN }],
  TagResource: [{ resourceArn: CLUSTER_ARN, tags: TAGS }],
  UntagResource: [{ resourceArn: CLUSTER_ARN, tagKeys: ["team"] }],
  DeleteAccountSetting: [{ name: "awsvpcTrunking" }],
  ListAccountSettings: [{}],
  PutAccountSetting: [{ name: "awsvpcTrunking", value: "enabled" }],
  PutAccountSettingDefault: [{ name: "awsvpcTrunking", value: "enabled" }],
};
