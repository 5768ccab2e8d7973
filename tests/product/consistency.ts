import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import {
  type Container,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  paginateListClusters,
  paginateListContainerInstances,
  paginateListTaskDefinitions,
  paginateListTasks,
  type Resource,
  type Task,
} from "@aws-sdk/client-ecs";
import {
  GetPolicyVersionCommand,
  type IAMClient,
  paginateGetAccountAuthorizationDetails,
  paginateListAccessKeys,
  paginateListInstanceProfiles,
} from "@aws-sdk/client-iam";
import { type Clients, eventually } from "./clients.ts";

type Page<T> = AsyncIterable<T>;

const all = async <T, Item>(
  pages: Page<T>,
  items: (page: T) => readonly Item[] | undefined,
): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
};

const inBatches = async <T>(names: readonly string[], ask: (batch: string[]) => Promise<readonly T[]>) => {
  const found: T[] = [];
  for (let at = 0; at < names.length; at += 100) found.push(...(await ask(names.slice(at, at + 100))));
  return found;
};

const amount = (resources: readonly Resource[] | undefined, name: string): number =>
  resources?.find((resource) => resource.name === name)?.integerValue ?? 0;

const clusterContents = async (ecs: ECSClient, cluster: string) => {
  const instanceArns = await all(
    paginateListContainerInstances({ client: ecs }, { cluster }),
    (page) => page.containerInstanceArns,
  );
  const running = await all(paginateListTasks({ client: ecs }, { cluster }), (page) => page.taskArns);
  const stopped = await all(
    paginateListTasks({ client: ecs }, { cluster, desiredStatus: "STOPPED" }),
    (page) => page.taskArns,
  );
  const instances = await inBatches(instanceArns, async (containerInstances) => {
    const answer = await ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
    assert.deepEqual(answer.failures ?? [], []);
    return answer.containerInstances ?? [];
  });
  const tasks = await inBatches([...running, ...stopped], async (batch) => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: batch }));
    assert.deepEqual(answer.failures ?? [], []);
    return answer.tasks ?? [];
  });
  return { instances, tasks };
};

/** Fails where container instances do not have what their tasks leave them. */
const checkResources = ({ instances, tasks }: Awaited<ReturnType<typeof clusterContents>>): void => {
  for (const instance of instances) {
    const arn = instance.containerInstanceArn;
    const here = tasks.filter((task) => task.containerInstanceArn === arn);
    const live = here.filter(({ lastStatus }) => lastStatus !== "STOPPED");
    for (const [name, of] of [
      ["MEMORY", memoryOf],
      ["CPU", cpuOf],
    ] as const) {
      const taken = live.reduce((sum, task) => sum + of(task), 0);
      const registered = amount(instance.registeredResources, name);
      const why = `${arn}: what remains of ${name} is what was registered less what live tasks hold`;
      assert.equal(amount(instance.remainingResources, name), registered - taken, why);
    }
    assert.equal(
      instance.runningTasksCount,
      live.filter(({ lastStatus }) => lastStatus === "RUNNING").length,
    );
  }
};

const sumOf = (task: Task, of: (container: Container) => string | undefined): number =>
  (task.containers ?? []).reduce((sum, container) => sum + Number(of(container) ?? 0), 0);

/** A task's own memory counts if it has any, else that of its containers. */
const memoryOf = (task: Task): number =>
  Number(task.memory ?? sumOf(task, ({ memoryReservation, memory }) => memoryReservation ?? memory));

const cpuOf = (task: Task): number => Number(task.cpu ?? sumOf(task, ({ cpu }) => cpu));

/** Everything in ECS that can be listed, described. */
const everythingOf = async (ecs: ECSClient) => {
  const clusterArns = await all(paginateListClusters({ client: ecs }, {}), (page) => page.clusterArns);
  const clusters = await inBatches(clusterArns, async (batch) => {
    const { clusters: found, failures } = await ecs.send(
      new DescribeClustersCommand({ clusters: batch, include: ["TAGS", "SETTINGS"] }),
    );
    assert.deepEqual(failures ?? [], []);
    return found ?? [];
  });
  assert.equal(clusters.length, clusterArns.length);
  const contents: Record<string, Awaited<ReturnType<typeof clusterContents>>> = {};
  for (const cluster of clusters) {
    if (cluster.status !== "ACTIVE") continue;
    const name = cluster.clusterName ?? "";
    contents[name] = await clusterContents(ecs, name);
  }
  const definitionArns = await all(
    paginateListTaskDefinitions({ client: ecs }, {}),
    (page) => page.taskDefinitionArns,
  );
  const definitions = [];
  for (const taskDefinition of definitionArns) {
    const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    assert.equal(found?.taskDefinitionArn, taskDefinition);
    definitions.push(found);
  }
  return { clusters, contents, definitions };
};

/** Everything in ECS, of one moment: asked for until two answers are the same. Fails where parts do not fit. */
export const consistentEcs = async (ecs: ECSClient) => {
  let found = await everythingOf(ecs);
  await eventually("ECS is at rest", async () => {
    const again = await everythingOf(ecs);
    const same = isDeepStrictEqual(again, found);
    found = again;
    return same ? true : undefined;
  });
  for (const { clusterName = "", ...cluster } of found.clusters) {
    const held = found.contents[clusterName];
    if (held === undefined) continue;
    checkResources(held);
    assert.equal(cluster.registeredContainerInstancesCount, held.instances.length, clusterName);
    const running = held.tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
    assert.equal(cluster.runningTasksCount, running.length, clusterName);
  }
  return found;
};

/** Everything in IAM; fails where something refers to what is not there. */
export const consistentIam = async (iam: IAMClient) => {
  const pages = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) pages.push(page);
  const users = pages.flatMap((page) => page.UserDetailList ?? []);
  const groups = pages.flatMap((page) => page.GroupDetailList ?? []);
  const roles = pages.flatMap((page) => page.RoleDetailList ?? []);
  const policies = pages.flatMap((page) => page.Policies ?? []);
  const profiles = await all(
    paginateListInstanceProfiles({ client: iam }, {}),
    (page) => page.InstanceProfiles,
  );
  const groupNames = new Set(groups.map(({ GroupName }) => GroupName));
  const roleNames = new Set(roles.map(({ RoleName }) => RoleName));
  const attachments = new Map<string, number>();
  for (const { AttachedManagedPolicies } of [...users, ...groups, ...roles])
    for (const { PolicyArn = "" } of AttachedManagedPolicies ?? [])
      attachments.set(PolicyArn, (attachments.get(PolicyArn) ?? 0) + 1);
  for (const user of users)
    for (const name of user.GroupList ?? [])
      assert.ok(groupNames.has(name), `${user.UserName} is in ${name}`);
  for (const profile of profiles)
    for (const { RoleName } of profile.Roles ?? [])
      assert.ok(roleNames.has(RoleName), `${profile.InstanceProfileName} holds ${RoleName}`);
  const known = new Set(policies.map(({ Arn }) => Arn));
  for (const policy of policies) {
    assert.equal(policy.AttachmentCount ?? 0, attachments.get(policy.Arn ?? "") ?? 0, policy.Arn);
    const VersionId = policy.DefaultVersionId;
    if (policy.Arn?.startsWith("arn:aws:iam::aws:")) continue;
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: policy.Arn, VersionId }),
    );
    JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""));
  }
  for (const arn of attachments.keys()) assert.ok(known.has(arn), `${arn} is attached`);
  const keys: unknown[] = [];
  for (const { UserName } of users)
    keys.push(
      ...(await all(paginateListAccessKeys({ client: iam }, { UserName }), (page) => page.AccessKeyMetadata)),
    );
  return { users, groups, roles, policies, profiles, keys };
};

/** Everything that an account has in a region. Fails where it does not fit together. */
export const consistentState = async ({ ecs, iam, ec2 }: Clients) => ({
  ecs: await consistentEcs(ecs),
  iam: await consistentIam(iam),
  ec2: (await ec2.send(new DescribeInstancesCommand({}))).Reservations ?? [],
});
