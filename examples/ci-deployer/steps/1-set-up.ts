import { at, textAt } from "../../shared/clients/client.ts";
import { policy, trust } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import type { Story } from "../story.ts";

/** The admin makes what a deployment finds: a cluster with a machine, roles, and a CI runner. */
export const setUp = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root, accountId, region } = voyage.harbour;
  voyage.begin("1. The admin sets up a cluster, a CI runner, and the role it deploys with");
  const admin = (service: "ecs" | "iam" | "ec2", operation: string, input: object, because: string) =>
    voyage.call(root, service, operation, { ...input }, { ok: true, because });

  await admin("ecs", "CreateCluster", { clusterName: "harbour" }, "the cluster harbour");
  await machine(voyage, admin);
  await admin("iam", "CreateUser", { UserName: "ci-runner" }, "the user ci-runner, without any policy");
  const key = await admin("iam", "CreateAccessKey", { UserName: "ci-runner" }, "its access key");
  story.runner = {
    name: "ci-runner",
    accessKeyId: textAt(key, "AccessKey", "AccessKeyId"),
    secretAccessKey: textAt(key, "AccessKey", "SecretAccessKey"),
  };
  for (const RoleName of ["webTaskRole", "webExecutionRole"])
    await admin(
      "iam",
      "CreateRole",
      { RoleName, AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com") },
      `the role ${RoleName}, for tasks`,
    );
  const trustsRunner = policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:user/ci-runner` },
    Action: "sts:AssumeRole",
  });
  await admin(
    "iam",
    "CreateRole",
    { RoleName: "ci-deployer", AssumeRolePolicyDocument: trustsRunner },
    "the role ci-deployer, which trusts the runner",
  );
  const ecs = (resource: string): string => `arn:aws:ecs:${region}:${accountId}:${resource}`;
  await admin(
    "iam",
    "PutRolePolicy",
    {
      RoleName: "ci-deployer",
      PolicyName: "what-somebody-thought-of",
      PolicyDocument: policy(
        {
          Sid: "Prepare",
          Effect: "Allow",
          Action: ["ecs:RegisterTaskDefinition", "ecs:CreateCluster"],
          Resource: [ecs("task-definition/web:*"), ecs("cluster/preview")],
        },
        {
          Sid: "Look",
          Effect: "Allow",
          Action: "ecs:Describe*",
          Resource: [ecs("cluster/*"), ecs("task/harbour/*")],
        },
        { Sid: "Services", Effect: "Allow", Action: "ecs:UpdateService", Resource: ecs("service/harbour/*") },
      ),
    },
    "its policy: what somebody thought a deployment needs",
  );
};

type Admin = (service: "ec2" | "iam", operation: string, input: object, because: string) => Promise<unknown>;

const machine = async (voyage: Voyage, admin: Admin): Promise<void> => {
  const name = "ecsInstanceRole";
  await admin(
    "iam",
    "CreateRole",
    { RoleName: name, AssumeRolePolicyDocument: trust("ec2.amazonaws.com") },
    "the instance role",
  );
  await admin(
    "iam",
    "AttachRolePolicy",
    {
      RoleName: name,
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    },
    "with the managed policy for container instances",
  );
  await admin("iam", "CreateInstanceProfile", { InstanceProfileName: name }, "its instance profile");
  await admin(
    "iam",
    "AddRoleToInstanceProfile",
    { InstanceProfileName: name, RoleName: name },
    "the role is in the profile",
  );
  await admin(
    "ec2",
    "RunInstances",
    {
      ImageId: "ami-0ec5000000000000e",
      InstanceType: "t3.small",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: name },
      UserData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=harbour >> /etc/ecs/ecs.config\n").toString(
        "base64",
      ),
    },
    "a machine for the cluster",
  );
  await machineJoined(voyage);
};

/** Waits until the cluster has a machine whose agent is connected. */
export const machineJoined = async (voyage: Voyage): Promise<void> => {
  const { root } = voyage.harbour;
  const listed = await voyage.until(
    root,
    "ecs",
    "ListContainerInstances",
    { cluster: "harbour" },
    "the machine is in the cluster",
    (output) => at(output, "containerInstanceArns", 0) !== undefined,
  );
  await voyage.until(
    root,
    "ecs",
    "DescribeContainerInstances",
    { cluster: "harbour", containerInstances: [textAt(listed, "containerInstanceArns", 0)] },
    "its agent is connected",
    (output) => at(output, "containerInstances", 0, "agentConnected") === true,
  );
};
