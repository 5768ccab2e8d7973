import {
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceTerminated,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  DescribeContainerInstancesCommand,
  ECSClient,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import type { Harbour } from "../../examples/shared/harbour.ts";
import { trust } from "../../examples/shared/policies.ts";

const name = "ecsInstanceRole";

const connected = async (ecs: ECSClient, cluster: string): Promise<boolean> => {
  const { containerInstanceArns } = await ecs.send(new ListContainerInstancesCommand({ cluster }));
  if (!containerInstanceArns?.length) return false;
  const described = await ecs.send(
    new DescribeContainerInstancesCommand({ cluster, containerInstances: containerInstanceArns }),
  );
  return described.containerInstances?.[0]?.agentConnected === true;
};

/** Makes a cluster with an instance that has joined it; answers how to get rid of the instance. */
export const launchInstance = async (harbour: Harbour, cluster: string): Promise<() => Promise<void>> => {
  const settings = { endpoint: harbour.endpoint, region: harbour.region, credentials: harbour.root };
  const [ecs, iam, ec2] = [new ECSClient(settings), new IAMClient(settings), new EC2Client(settings)];
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust("ec2.amazonaws.com") }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: name,
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: "ami-0ec50000000000001",
      InstanceType: "m5.xlarge",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: name },
      UserData: Buffer.from(`ECS_CLUSTER=${cluster}\n`).toString("base64"),
    }),
  );
  const id = Instances?.[0]?.InstanceId ?? "";
  while (!(await connected(ecs, cluster))) await new Promise((resolve) => setTimeout(resolve, 50));
  return async () => {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await waitUntilInstanceTerminated({ client: ec2, maxWaitTime: 60, minDelay: 1 }, { InstanceIds: [id] });
    for (const client of [ecs, iam, ec2]) client.destroy();
  };
};
