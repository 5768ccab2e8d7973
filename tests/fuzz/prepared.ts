import {
  CreateClusterCommand,
  RegisterContainerInstanceCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
} from "@aws-sdk/client-iam";
import { type Clients, clientsOf } from "../product/clients.ts";
import type { Product } from "../product/open-product.ts";

const policy = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

/** Puts something there that requests can find. */
export const prepare = async (product: Product): Promise<Clients> => {
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
  return clients;
};
