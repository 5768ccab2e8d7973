import {
  CreateClusterCommand,
  DeleteClusterCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Clients } from "../product/clients.ts";

/** What was acknowledged: it has to be there, or gone, whatever happens next. */
export type Acknowledged = {
  readonly clusters: Set<string>;
  readonly deletedClusters: Set<string>;
  readonly users: Map<string, { keyId?: string; attached?: boolean; inline?: boolean }>;
  readonly deletedUsers: Set<string>;
  readonly definitions: Set<string>;
  readonly tasks: Set<string>;
  readonly stopped: Set<string>;
};

export const nothingYet = (): Acknowledged => ({
  clusters: new Set(),
  deletedClusters: new Set(),
  users: new Map(),
  deletedUsers: new Set(),
  definitions: new Set(),
  tasks: new Set(),
  stopped: new Set(),
});

const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

const clusters = async ({ ecs }: Clients, done: Acknowledged, name: string): Promise<void> => {
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  done.clusters.add(name);
  await ecs.send(new CreateClusterCommand({ clusterName: `${name}-short` }));
  await ecs.send(new DeleteClusterCommand({ cluster: `${name}-short` }));
  done.deletedClusters.add(`${name}-short`);
};

const users = async ({ iam }: Clients, done: Acknowledged, UserName: string): Promise<void> => {
  await iam.send(new CreateUserCommand({ UserName }));
  const user: { keyId?: string; attached?: boolean; inline?: boolean } = {};
  done.users.set(UserName, user);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  if (AccessKey?.AccessKeyId !== undefined) user.keyId = AccessKey.AccessKeyId;
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: READ_ONLY }));
  user.attached = true;
  const Statement = { Effect: "Allow", Action: "ecs:*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "inline", PolicyDocument }));
  user.inline = true;
  await iam.send(new CreateUserCommand({ UserName: `${UserName}-short` }));
  await iam.send(new DeleteUserCommand({ UserName: `${UserName}-short` }));
  done.deletedUsers.add(`${UserName}-short`);
};

const definitions = async ({ ecs }: Clients, done: Acknowledged): Promise<void> => {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "written",
      containerDefinitions: [{ name: "app", image: "busybox", memory: 8 }],
    }),
  );
  done.definitions.add(taskDefinition?.taskDefinitionArn ?? "");
};

const tasks = async ({ ecs }: Clients, done: Acknowledged, number: number): Promise<void> => {
  const { tasks: started } = await ecs.send(new RunTaskCommand({ cluster: "demo", taskDefinition: "web" }));
  const arn = started?.[0]?.taskArn;
  if (arn === undefined) return;
  done.tasks.add(arn);
  if (number % 2 === 0) return;
  await ecs.send(new StopTaskCommand({ cluster: "demo", task: arn, reason: "written" }));
  done.stopped.add(arn);
};

/** Writes without a pause until the process is gone; every acknowledgement is taken down at once, and `written` told. */
export const writeUntilGone = async (
  clients: Clients,
  done: Acknowledged,
  round: number,
  written: () => void,
): Promise<void> => {
  const forever = async (write: (number: number) => Promise<void>): Promise<void> => {
    try {
      for (let number = 0; ; number += 1) {
        await write(number);
        written();
      }
    } catch (error) {
      // An AWS error would be an answer, and all of these writes are right.
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined)
        throw error;
    }
  };
  await Promise.all([
    forever((number) => clusters(clients, done, `r${round}-${number}`)),
    forever((number) => users(clients, done, `r${round}-${number}`)),
    forever(() => definitions(clients, done)),
    forever((number) => tasks(clients, done, number)),
  ]);
};
