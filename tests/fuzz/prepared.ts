import {
  CreateClusterCommand,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { type AccessKey, type Clients, clientsOf } from "../product/clients.ts";
import type { Product } from "../product/open-product.ts";
import { balance } from "./balanced.ts";

const policy = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** What is granted to somebody who is refused most of the time: refusals are explained, and that takes more. */
const GRANTED = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["ecs:List*", "iam:Get*", "ec2:Describe*", "ecs:Create*", "iam:*User*"],
      Resource: "*",
    },
    {
      Sid: "NearMiss",
      Effect: "Allow",
      Action: "ecs:*",
      Resource: "arn:aws:ecs:*:*:*/${aws:username}*",
      Condition: {
        ArnLike: { "ecs:cluster": "*:cluster/${aws:username}" },
        NumericLessThan: { "ecs:task-cpu": "512" },
        StringLikeIfExists: { "aws:RequestTag/team": ["a*", "?"] },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      },
    },
    { Effect: "Deny", Action: "iam:Delete*", NotResource: "arn:aws:iam::*:user/b*" },
  ],
});

/** Puts something there that requests can find; answers root's clients and the key of somebody with few rights. */
export const prepare = async (
  product: Product,
): Promise<{ readonly clients: Clients; readonly guest: AccessKey }> => {
  const clients = clientsOf(product.url, product.root);
  const { ecs, iam } = clients;
  await ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
  const containerDefinitions = [{ name: "app", image: "busybox", memory: 64 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions }));
  const totalResources = [
    { name: "CPU", type: "INTEGER", integerValue: 4096 },
    { name: "MEMORY", type: "INTEGER", integerValue: 8192 },
  ];
  await ecs.send(new RegisterContainerInstanceCommand({ cluster: "demo", totalResources }));
  await iam.send(new CreateUserCommand({ UserName: "alice" }));
  await iam.send(new CreateGroupCommand({ GroupName: "staff" }));
  await iam.send(new AddUserToGroupCommand({ GroupName: "staff", UserName: "alice" }));
  const PolicyDocument = policy({ Action: "ecs:List*", Resource: "*" });
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: "some", PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName: "alice", PolicyArn: made.Policy?.Arn }));
  const Principal = { Service: "ecs-tasks.amazonaws.com" };
  const AssumeRolePolicyDocument = policy({ Principal, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "app", AssumeRolePolicyDocument }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "profile" }));
  await iam.send(new CreateUserCommand({ UserName: "guest" }));
  const guestPolicy = { UserName: "guest", PolicyName: "guest", PolicyDocument: GRANTED };
  await iam.send(new PutUserPolicyCommand(guestPolicy));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "guest" }));
  await balance(clients);
  const guest = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  return { clients, guest };
};
