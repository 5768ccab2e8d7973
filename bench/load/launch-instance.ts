import { EC2Client, RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
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

/** Makes a cluster and launches an instance that joins it; answers how to get rid of the instance. */
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
      ImageId: "ami-0ec5000000000000e",
      InstanceType: "m5.xlarge",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: name },
      UserData: Buffer.from(`ECS_CLUSTER=${cluster}\n`).toString("base64"),
    }),
  );
  const id = Instances?.[0]?.InstanceId ?? "";
  return async () => {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    for (const client of [ecs, iam, ec2]) client.destroy();
  };
};
