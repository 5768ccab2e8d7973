import { at, listAt } from "./clients/client.ts";
import { trust } from "./policies.ts";
import type { Voyage } from "./voyage.ts";

/** A machine of a cluster: the EC2 instance, and the container instance that its agent registered. */
export type Machine = { readonly instanceId: string; readonly containerInstanceArn: string };

/** Makes a role for container instances, with AWS's managed policy, and an instance profile of the same name. */
export const instanceProfile = async (voyage: Voyage, name: string): Promise<void> => {
  const admin = (operation: string, input: object, because: string) =>
    voyage.call(voyage.harbour.root, "iam", operation, { ...input }, { ok: true, because });
  await admin(
    "CreateRole",
    { RoleName: name, AssumeRolePolicyDocument: trust("ec2.amazonaws.com") },
    "a role for the machines",
  );
  await admin(
    "AttachRolePolicy",
    {
      RoleName: name,
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    },
    "with the managed policy for container instances",
  );
  await admin("CreateInstanceProfile", { InstanceProfileName: name }, "its instance profile");
  await admin(
    "AddRoleToInstanceProfile",
    { InstanceProfileName: name, RoleName: name },
    "the role is in the profile",
  );
};

/** Launches machines whose agents join a cluster; answers them once all agents are connected. */
export const launchMachines = async (
  voyage: Voyage,
  cluster: string,
  profile: string,
  count: number,
): Promise<readonly Machine[]> => {
  const { root } = voyage.harbour;
  const userData = `#!/bin/bash\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n`;
  await voyage.call(
    root,
    "ec2",
    "RunInstances",
    {
      ImageId: "ami-0ec50000000000001",
      InstanceType: "t3.small",
      MinCount: count,
      MaxCount: count,
      IamInstanceProfile: { Name: profile },
      UserData: Buffer.from(userData).toString("base64"),
    },
    { ok: true, because: `${count} machines are launched` },
  );
  const listed = await voyage.until(
    root,
    "ecs",
    "ListContainerInstances",
    { cluster },
    `${count} agents have registered`,
    (output) => listAt(output, "containerInstanceArns").length === count,
  );
  const described = await voyage.until(
    root,
    "ecs",
    "DescribeContainerInstances",
    { cluster, containerInstances: listAt(listed, "containerInstanceArns") },
    "all are ACTIVE and connected",
    (output) =>
      listAt(output, "containerInstances").every(
        (one) => at(one, "status") === "ACTIVE" && at(one, "agentConnected") === true,
      ),
  );
  return listAt(described, "containerInstances").map((one) => ({
    instanceId: String(at(one, "ec2InstanceId")),
    containerInstanceArn: String(at(one, "containerInstanceArn")),
  }));
};
