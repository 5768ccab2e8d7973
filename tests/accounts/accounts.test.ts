import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateClusterCommand,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from "@aws-sdk/client-ecs";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetPolicyCommand,
  GetUserCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { isRefusal } from "../bad-input/refusal.ts";
import { OfficialAgent } from "../official-agent/official-agent.ts";
import { type AccessKey, type Clients, clientsOf } from "../product/clients.ts";
import { openProduct, type Product } from "../product/open-product.ts";
import { reachingInto } from "./reaching.cases.ts";

const ACCOUNTS = ["111111111111", "222222222222"] as const;
const REGIONS = ["us-east-1", "us-west-2", "eu-central-1"] as const;
const [HERE, THERE] = ACCOUNTS;

const ADMIN = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

/** What an account has in a region. */
type Place = {
  readonly account: string;
  readonly region: string;
  readonly clients: Clients;
  readonly instanceArn: string;
  readonly taskArn: string;
};

describe("two accounts with three regions in one process", () => {
  let product: Product;
  const places: Place[] = [];

  const keyOf = (account: string): AccessKey => {
    const found = product.accounts.find(({ accountId }) => accountId === account);
    assert.ok(found);
    return found;
  };

  const at = (account: string, region: string): Place => {
    const found = places.find((place) => place.account === account && place.region === region);
    assert.ok(found);
    return found;
  };

  const furnish = async (account: string, region: string): Promise<Place> => {
    const clients = clientsOf(product.url, keyOf(account), region);
    await clients.ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
    await clients.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        requiresCompatibilities: ["EXTERNAL"],
        containerDefinitions: [{ name: "app", image: "busybox", memory: 16 }],
      }),
    );
    const agent = new OfficialAgent({ backend: product.url, key: keyOf(account), region });
    await agent.register();
    await agent.discover();
    await (await agent.openAcs()).next("TaskManifestMessage");
    const { tasks } = await clients.ecs.send(
      new RunTaskCommand({ cluster: "demo", taskDefinition: "web", launchType: "EXTERNAL" }),
    );
    return {
      account,
      region,
      clients,
      instanceArn: agent.saved ?? "",
      taskArn: tasks?.[0]?.taskArn ?? "",
    };
  };

  before(async () => {
    product = await openProduct(ACCOUNTS);
    for (const account of ACCOUNTS) {
      for (const region of REGIONS) places.push(await furnish(account, region));
      const { iam } = at(account, REGIONS[0]).clients;
      await iam.send(new CreateUserCommand({ UserName: "alice" }));
      await iam.send(new CreateUserCommand({ UserName: `only-${account}` }));
      await iam.send(new CreatePolicyCommand({ PolicyName: "mine", PolicyDocument: ADMIN }));
    }
  });
  after(() => product.close());

  it("each have their own root", async () => {
    for (const { account, clients } of places) {
      const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
      assert.equal(Account, account);
      assert.equal(Arn, `arn:aws:iam::${account}:root`);
    }
  });

  it("each see their own clusters, definitions, instances and tasks, one of each", async () => {
    for (const { account, region, clients, instanceArn, taskArn } of places) {
      const { ecs } = clients;
      const own = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;
      const cluster = "demo";
      const { clusterArns } = await ecs.send(new ListClustersCommand({}));
      assert.deepEqual(clusterArns, [own("cluster/demo")]);
      const { taskDefinitionArns } = await ecs.send(new ListTaskDefinitionsCommand({}));
      assert.deepEqual(taskDefinitionArns, [own("task-definition/web:1")]);
      const instances = await ecs.send(new ListContainerInstancesCommand({ cluster }));
      assert.deepEqual(instances.containerInstanceArns, [instanceArn]);
      assert.deepEqual((await ecs.send(new ListTasksCommand({ cluster }))).taskArns, [taskArn]);
      assert.ok(instanceArn.startsWith(own("container-instance/demo/")));
      assert.ok(taskArn.startsWith(own("task/demo/")));
    }
  });

  it("share users among the regions of an account, and with nobody else", async () => {
    for (const { account, clients } of places) {
      const { Users } = await clients.iam.send(new ListUsersCommand({}));
      assert.deepEqual(
        Users?.map(({ Arn }) => Arn),
        ["alice", `only-${account}`].map((name) => `arn:aws:iam::${account}:user/${name}`),
      );
      const other = account === HERE ? THERE : HERE;
      await assert.rejects(
        clients.iam.send(new GetUserCommand({ UserName: `only-${other}` })),
        isRefusal({ code: "NoSuchEntityException", status: 404, message: /cannot be found/ }),
      );
    }
  });

  it("do not find each other's tasks and instances by their short names", async () => {
    const { clients } = at(HERE, REGIONS[0]);
    for (const { taskArn, instanceArn } of places.slice(1)) {
      const tasks = [taskArn.slice(-32)];
      const found = await clients.ecs.send(new DescribeTasksCommand({ cluster: "demo", tasks }));
      assert.deepEqual(found.tasks, []);
      assert.equal(found.failures?.[0]?.reason, "MISSING");
      const containerInstances = [instanceArn.slice(-32)];
      const instances = await clients.ecs.send(
        new DescribeContainerInstancesCommand({ cluster: "demo", containerInstances }),
      );
      assert.deepEqual(instances.containerInstances, []);
      assert.equal(instances.failures?.[0]?.reason, "MISSING");
    }
  });

  // ECS looks at the account of an identifier before anything else, whoever asks.
  const otherAccount = isRefusal({
    code: "InvalidParameterException",
    status: 400,
    message: new RegExp(
      `^Invalid identifier: Identifier is for account ${THERE}\\. Your account is ${HERE}$`,
    ),
  });

  for (const [action, reach] of reachingInto(THERE))
    it(`refuse ${action} across accounts, to users and to root`, async () => {
      const [region] = REGIONS;
      const { clients } = at(HERE, region);
      const UserName = `reaching-${action.slice(4)}`;
      await clients.iam.send(new CreateUserCommand({ UserName }));
      await clients.iam.send(
        new PutUserPolicyCommand({ UserName, PolicyName: "admin", PolicyDocument: ADMIN }),
      );
      const { AccessKey: key } = await clients.iam.send(new CreateAccessKeyCommand({ UserName }));
      const user = clientsOf(
        product.url,
        { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
        region,
      );
      await assert.rejects(reach(user, region), otherAccount);
      await assert.rejects(reach(clients, region), otherAccount);
    });

  it("do not attach or read each other's policies", async () => {
    const { iam } = at(HERE, REGIONS[0]).clients;
    const PolicyArn = `arn:aws:iam::${THERE}:policy/mine`;
    const refused = (error: unknown): true => {
      const { name } = error as Error;
      assert.match(name, /^(AccessDenied|NoSuchEntity|InvalidInput)(Exception)?$/, String(error));
      return true;
    };
    await assert.rejects(iam.send(new AttachUserPolicyCommand({ UserName: "alice", PolicyArn })), refused);
    await assert.rejects(iam.send(new GetPolicyCommand({ PolicyArn })), refused);
  });

  it("let a role of one be assumed from the other when both sides say so, and then only there", async () => {
    const [region] = REGIONS;
    const [here, there] = [at(HERE, region).clients, at(THERE, region).clients];
    const RoleName = "visitor";
    const trust = (principal: string): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" },
      });
    const { AccessKey: key } = await here.iam.send(new CreateAccessKeyCommand({ UserName: "alice" }));
    const alice = clientsOf(
      product.url,
      { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
      region,
    );
    const { Role } = await there.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(`arn:aws:iam::${HERE}:root`) }),
    );
    const assume = () =>
      alice.sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "visit" }));
    await assert.rejects(
      assume(),
      isRefusal({ code: "AccessDenied", status: 403, message: /sts:AssumeRole/ }),
    );
    await here.iam.send(
      new PutUserPolicyCommand({
        UserName: "alice",
        PolicyName: "visit",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: Role?.Arn },
        }),
      }),
    );
    const { Credentials } = await assume();
    const visitor = clientsOf(
      product.url,
      {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
      region,
    );
    const { Account } = await visitor.sts.send(new GetCallerIdentityCommand({}));
    assert.equal(Account, THERE);
    await assert.rejects(visitor.ecs.send(new ListClustersCommand({})), {
      name: "AccessDeniedException",
      message: /assumed-role\/visitor\/visit is not authorized to perform: ecs:ListClusters/,
    });
  });

  it("are as they were, after all of that and a restart", async () => {
    product = await product.restart();
    for (const { account, region, taskArn } of places) {
      const { ecs } = clientsOf(product.url, keyOf(account), region);
      const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: "demo" }));
      assert.deepEqual(taskArns, [taskArn]);
      const { tags } = await ecs.send(
        new ListTagsForResourceCommand({ resourceArn: `arn:aws:ecs:${region}:${account}:cluster/demo` }),
      );
      assert.deepEqual(tags, []);
    }
  });
});
