import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type Service,
  StopTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
} from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { type Clients, clientsOf, eventually } from "../product/clients.ts";
import { openProduct, type Product } from "../product/open-product.ts";

const NAMED = { cluster: "demo", services: ["web"] };

const prepare = async ({ ecs, iam, ec2 }: Clients): Promise<void> => {
  await ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
  for (const cpu of [1, 2]) {
    const containerDefinitions = [{ name: "app", image: "busybox", memory: 8, cpu }];
    await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions }));
  }
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
      MinCount: 2,
      MaxCount: 2,
      IamInstanceProfile: { Name: RoleName },
      UserData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n").toString("base64"),
    }),
  );
};

describe("a service of the whole product", () => {
  let product: Product;
  let clients: Clients;

  before(async () => {
    product = await openProduct();
    clients = clientsOf(product.url, product.root);
    await prepare(clients);
  });
  after(() => product.close());

  const described = async (): Promise<Service | undefined> =>
    (await clients.ecs.send(new DescribeServicesCommand(NAMED))).services?.[0];

  const stable = async (): Promise<Service | undefined> => {
    await eventually("the deployment is completed", async () => {
      const service = await described();
      return service?.deployments?.length === 1 && service.deployments[0]?.rolloutState === "COMPLETED"
        ? service
        : undefined;
    });
    await waitUntilServicesStable({ client: clients.ecs, maxWaitTime: 10, minDelay: 1 }, NAMED);
    return described();
  };

  it("is made, rolled over, repaired, carried over a restart and deleted, as AWS's waiters see it", async () => {
    const { ecs } = clients;
    await ecs.send(
      new CreateServiceCommand({
        cluster: "demo",
        serviceName: "web",
        taskDefinition: "web:1",
        desiredCount: 3,
      }),
    );
    assert.equal((await stable())?.runningCount, 3);
    await ecs.send(new UpdateServiceCommand({ cluster: "demo", service: "web", taskDefinition: "web:2" }));
    assert.match((await stable())?.taskDefinition ?? "", /:2$/);
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: "demo", serviceName: "web" }));
    assert.equal(taskArns.length, 3);
    await ecs.send(new StopTaskCommand({ cluster: "demo", task: taskArns[0] }));
    await eventually("the task is replaced", async () => {
      const { taskArns: now = [] } = await ecs.send(
        new ListTasksCommand({ cluster: "demo", serviceName: "web" }),
      );
      const service = await described();
      return now.length === 3 && service?.runningCount === 3 ? now : undefined;
    });
    product = await product.restart();
    clients = clientsOf(product.url, product.root);
    assert.equal((await stable())?.events?.[0]?.message, "(service web) has reached a steady state.");
    await clients.ecs.send(new DeleteServiceCommand({ cluster: "demo", service: "web", force: true }));
    await eventually("the service is INACTIVE", async () =>
      (await described())?.status === "INACTIVE" ? true : undefined,
    );
    await waitUntilServicesInactive({ client: clients.ecs, maxWaitTime: 10, minDelay: 1 }, NAMED);
    assert.deepEqual(product.problems, []);
  });
});
