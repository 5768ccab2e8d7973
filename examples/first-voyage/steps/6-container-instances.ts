import { at, textAt } from "../../shared/clients/client.ts";
import { trust } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import type { Story } from "../story.ts";

const AMI = "ami-0ec50000000000001";

const userData = Buffer.from("#!/bin/bash\necho ECS_CLUSTER=harbour >> /etc/ecs/ecs.config\n").toString(
  "base64",
);

const launch = (profile: string) => ({
  ImageId: AMI,
  InstanceType: "t3.small",
  MinCount: 1,
  MaxCount: 1,
  IamInstanceProfile: { Name: profile },
  UserData: userData,
});

const profile = async (voyage: Voyage, name: string): Promise<void> => {
  const { root } = voyage.harbour;
  const done = (because: string) => ({ ok: true as const, because });
  await voyage.call(
    root,
    "iam",
    "CreateRole",
    { RoleName: name, AssumeRolePolicyDocument: trust("ec2.amazonaws.com") },
    done(`the role ${name}`),
  );
  await voyage.call(
    root,
    "iam",
    "CreateInstanceProfile",
    { InstanceProfileName: name },
    done("its instance profile"),
  );
  await voyage.call(
    root,
    "iam",
    "AddRoleToInstanceProfile",
    { InstanceProfileName: name, RoleName: name },
    done("the role is in the profile"),
  );
};

/** An instance whose role lets its agent in, and one whose role doesn't. */
export const containerInstances = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  voyage.begin("6. An instance joins by right of its role; another without the policy does not");
  await profile(voyage, "ecsInstanceRole");
  await voyage.call(
    root,
    "iam",
    "AttachRolePolicy",
    {
      RoleName: "ecsInstanceRole",
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    },
    { ok: true, because: "the managed policy for container instances" },
  );
  const launched = await voyage.call(root, "ec2", "RunInstances", launch("ecsInstanceRole"), {
    ok: true,
    because: "an instance is launched",
  });
  story.instanceId = textAt(launched, "Instances", 0, "InstanceId");
  const listed = await voyage.until(
    root,
    "ecs",
    "ListContainerInstances",
    { cluster: "harbour" },
    "its agent has registered",
    (output) => at(output, "containerInstanceArns", 0) !== undefined,
  );
  story.containerInstanceArn = textAt(listed, "containerInstanceArns", 0);
  await voyage.until(
    root,
    "ecs",
    "DescribeContainerInstances",
    { cluster: "harbour", containerInstances: [story.containerInstanceArn] },
    "the container instance is ACTIVE and connected",
    (output) => {
      const instance = at(output, "containerInstances", 0);
      return at(instance, "status") === "ACTIVE" && at(instance, "agentConnected") === true;
    },
  );
  await refusedInstance(voyage);
};

const refusedInstance = async (voyage: Voyage): Promise<void> => {
  const { root, accountId } = voyage.harbour;
  await profile(voyage, "plainRole");
  const launched = await voyage.call(root, "ec2", "RunInstances", launch("plainRole"), {
    ok: true,
    because: "an instance with a role that allows nothing",
  });
  const instanceId = textAt(launched, "Instances", 0, "InstanceId");
  const console = await voyage.until(
    root,
    "ec2",
    "GetConsoleOutput",
    { InstanceId: instanceId },
    "the console shows the agent's AccessDenied",
    (output) => {
      const text =
        Buffer.from(String(at(output, "Output") ?? ""), "base64").toString() + String(at(output, "Output"));
      return text.includes("AccessDeniedException") && text.includes("ecs:RegisterContainerInstance");
    },
  );
  voyage.note(
    "the session of the role is named",
    JSON.stringify(console).length > 0 && instanceId.startsWith("i-"),
    `assumed-role/plainRole/${instanceId} in account ${accountId}`,
  );
  await voyage.portreeve(["explain", "--last"], /plainRole[\s\S]*ecs:RegisterContainerInstance/);
  await voyage.call(
    root,
    "ecs",
    "ListContainerInstances",
    { cluster: "harbour" },
    {
      ok: true,
      because: "and no container instance more",
      check: (output) => (at(output, "containerInstanceArns") as readonly string[]).length === 1,
    },
  );
  await voyage.call(
    root,
    "ec2",
    "TerminateInstances",
    { InstanceIds: [instanceId] },
    {
      ok: true,
      because: "the refused instance is terminated",
    },
  );
};
