import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  ListContainerInstancesCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { type Clients, clientsOf, eventually } from "../product/clients.ts";
import { consistentEcs, consistentState } from "../product/consistency.ts";
import { type Killable, openKillable } from "./killable.ts";
import { nothingYet, writeUntilGone } from "./writers.ts";

const ROUNDS = 3;

const prepare = async ({ ecs, iam, ec2 }: Clients): Promise<void> => {
  await ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
  const containerDefinitions = [{ name: "app", image: "busybox", memory: 8, cpu: 1 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions }));
  const RoleName = "ecsInstanceRole";
  const Statement = {
    Effect: "Allow",
    Principal: { Service: "ec2.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }));
  await ec2.send(
    new RunInstancesCommand({
      ImageId: "ami-0ec5000000000000e",
      InstanceType: "m5.xlarge",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: RoleName },
      UserData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n").toString("base64"),
    }),
  );
};

/** The agent of the one instance has come (back). */
const agentIsThere = ({ ecs }: Clients): Promise<string> =>
  eventually("an agent is connected", async () => {
    const filter = "agentConnected == true";
    const { containerInstanceArns } = await ecs.send(
      new ListContainerInstancesCommand({ cluster: "demo", filter }),
    );
    return containerInstanceArns?.[0];
  });

describe("killed without a warning while it acknowledges writes, the control plane", () => {
  let killable: Killable;
  let clients: Clients;
  let instanceArn: string;
  const done = nothingYet();

  before(async () => {
    killable = await openKillable();
    clients = clientsOf(killable.url, killable.root);
    await prepare(clients);
    instanceArn = await agentIsThere(clients);
  });
  after(() => killable.close());

  for (let round = 1; round <= ROUNDS; round += 1) {
    // Counted in writes and not in time: a slow machine acknowledges as much before the kill as a fast one.
    const patience = randomInt(30, 150);

    it(`has everything that it acknowledged, and it fits together (round ${round}, after ${patience} writes)`, async () => {
      const killed = Promise.withResolvers<void>();
      let writes = 0;
      const written = (): void => {
        writes += 1;
        // In the middle of the next write, not between two of them.
        if (writes === patience) setTimeout(() => killed.resolve(killable.kill()), randomInt(0, 10));
      };
      await Promise.all([writeUntilGone(clients, done, round, written), killed.promise]);
      await killable.start();
      const { ecs, iam } = await consistentState(clients);

      const status = new Map(ecs.clusters.map((cluster) => [cluster.clusterName, cluster.status]));
      for (const name of done.clusters) assert.equal(status.get(name), "ACTIVE", name);
      for (const name of done.deletedClusters) assert.notEqual(status.get(name), "ACTIVE", name);
      const known = new Map(iam.users.map((user) => [user.UserName, user]));
      const keys = JSON.stringify(iam.keys);
      for (const [name, { keyId, attached, inline }] of done.users) {
        const user = known.get(name);
        assert.ok(user, name);
        if (keyId !== undefined) assert.ok(keys.includes(keyId), `${name} has ${keyId}`);
        if (attached) assert.equal(user.AttachedManagedPolicies?.length, 1, name);
        if (inline)
          assert.deepEqual(
            user.UserPolicyList?.map(({ PolicyName }) => PolicyName),
            ["inline"],
          );
      }
      for (const name of done.deletedUsers) assert.ok(!known.has(name), name);
      const definitions = new Set(ecs.definitions.map((definition) => definition?.taskDefinitionArn));
      for (const arn of done.definitions) assert.ok(definitions.has(arn), arn);
      const tasks = new Map(ecs.contents["demo"]?.tasks.map((task) => [task.taskArn, task]));
      for (const arn of done.tasks) assert.ok(tasks.has(arn), arn);
      for (const arn of done.stopped) assert.equal(tasks.get(arn)?.desiredStatus, "STOPPED", arn);
    });

    it(`goes on where it was: the same agent comes back and tasks become what was asked (round ${round})`, async () => {
      assert.equal(await agentIsThere(clients), instanceArn);
      await eventually("every task is where it should be", async () => {
        const { contents } = await consistentEcs(clients.ecs);
        const tasks = contents["demo"]?.tasks ?? [];
        const late = tasks.filter(({ lastStatus, desiredStatus }) => lastStatus !== desiredStatus);
        return late.length === 0 ? true : undefined;
      });
    });
  }

  it("acknowledged something in the first place", () => {
    const { users, clusters, definitions, tasks, stopped } = done;
    for (const some of [users, clusters, definitions, tasks, stopped]) assert.ok(some.size > 3);
  });
});
