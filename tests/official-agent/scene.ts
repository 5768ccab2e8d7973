import {
  CreateClusterCommand,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { type AccessKey, type Clients, clientsOf } from "../product/clients.ts";
import { openProduct, type Product } from "../product/open-product.ts";
import { OfficialAgent } from "./official-agent.ts";

export const REGION = "us-west-2";

/** What AWS attaches to the roles of container instances. */
export const AGENT_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

/** The product with the cluster `demo`, and an admin. */
export type Scene = {
  readonly product: Product;
  readonly admin: Clients;
  /** A new user with an access key: what an external agent has in its environment (section 2.1). */
  readonly userKey: (name: string, actions?: readonly string[]) => Promise<AccessKey>;
  /** An agent in the environment of section 2.1; with the managed policy unless actions are given. */
  readonly externalAgent: (name: string, actions?: readonly string[]) => Promise<OfficialAgent>;
  readonly close: () => Promise<void>;
};

/** A product with the cluster `demo`. */
export const openScene = async (): Promise<Scene> => {
  const scene = sceneOf(await openProduct());
  await scene.admin.ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
  return scene;
};

/** The same scene after the control plane was stopped and started again. */
export const reopened = async ({ product }: Scene): Promise<Scene> => sceneOf(await product.restart());

const sceneOf = (product: Product): Scene => {
  const admin = clientsOf(product.url, product.root, REGION);
  const userKey: Scene["userKey"] = async (UserName, actions) => {
    await admin.iam.send(new CreateUserCommand({ UserName }));
    if (actions === undefined)
      await admin.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: AGENT_POLICY }));
    else {
      const Statement = { Effect: "Allow", Action: actions, Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await admin.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "some", PolicyDocument }));
    }
    const { AccessKey: key } = await admin.iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  };
  return {
    product,
    admin,
    userKey,
    externalAgent: async (name, actions) =>
      new OfficialAgent({ backend: product.url, key: await userKey(name, actions), region: REGION }),
    close: product.close,
  };
};

/** An agent that has registered and knows its endpoints. */
export const joinedAgent = async (scene: Scene, name: string): Promise<OfficialAgent> => {
  const agent = await scene.externalAgent(name);
  await agent.register();
  await agent.discover();
  return agent;
};

/** A role that tasks may assume. */
export const taskRole = async ({ admin }: Scene, RoleName: string): Promise<string> => {
  const Statement = {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await admin.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? "";
};

/** The smallest definition of a task, for agents outside of EC2. */
export const web: RegisterTaskDefinitionCommandInput = {
  family: "web",
  requiresCompatibilities: ["EXTERNAL"],
  containerDefinitions: [{ name: "app", image: "busybox:latest", memory: 64, command: ["true"] }],
};

/** Starts one task of a definition on whoever has joined. */
export const runTask = async (
  { admin }: Scene,
  definition: RegisterTaskDefinitionCommandInput = web,
  changes: Partial<RunTaskCommandInput> = {},
): Promise<Task & { readonly taskArn: string }> => {
  await admin.ecs.send(new RegisterTaskDefinitionCommand(definition));
  const { tasks, failures } = await admin.ecs.send(
    new RunTaskCommand({
      cluster: "demo",
      taskDefinition: definition.family,
      launchType: definition.requiresCompatibilities?.includes("EC2") ? "EC2" : "EXTERNAL",
      ...changes,
    }),
  );
  const [task] = tasks ?? [];
  if (task?.taskArn === undefined) throw new Error(`no task was started: ${JSON.stringify(failures)}`);
  return { ...task, taskArn: task.taskArn };
};

/** A task as DescribeTasks shows it. */
export const describeTask = async ({ admin }: Scene, taskArn: string): Promise<Task> => {
  const { tasks } = await admin.ecs.send(new DescribeTasksCommand({ cluster: "demo", tasks: [taskArn] }));
  const [task] = tasks ?? [];
  if (task === undefined) throw new Error(`there is no task ${taskArn}`);
  return task;
};
