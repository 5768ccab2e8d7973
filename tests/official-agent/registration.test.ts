import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateClusterCommand,
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import { UpgradeRefused } from "./channel.ts";
import { OfficialAgent } from "./official-agent.ts";
import { EXTERNAL_ATTRIBUTES, registration } from "./registration.ts";
import { joinedAgent, openScene, type Scene } from "./scene.ts";

// Sections 3 and 3.1, in the environment of 2.1.

describe("the official agent, external with a user's keys, when it starts", () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  const described = async (arn: string) => {
    const input = { cluster: "demo", containerInstances: [arn] };
    const { containerInstances } = await scene.admin.ecs.send(new DescribeContainerInstancesCommand(input));
    return containerInstances?.[0];
  };

  it("registers with 46 attributes and finds what it sent in the cluster", async () => {
    assert.equal(EXTERNAL_ATTRIBUTES.length, 46);
    const agent = await scene.externalAgent("first");
    const { containerInstanceArn } = await agent.register();
    assert.match(
      containerInstanceArn,
      /^arn:aws:ecs:us-west-2:123456789012:container-instance\/demo\/[0-9a-f]{32}$/,
    );
    const instance = await described(containerInstanceArn);
    assert.equal(instance?.status, "ACTIVE");
    assert.equal(instance?.agentConnected, false);
    const resources = new Map(instance?.registeredResources?.map((resource) => [resource.name, resource]));
    assert.equal(resources.get("CPU")?.integerValue, 2048);
    assert.equal(resources.get("MEMORY")?.integerValue, 24105);
    assert.deepEqual(resources.get("PORTS")?.stringSetValue, ["22", "2375", "2376", "51678", "51679"]);
    assert.deepEqual(resources.get("PORTS_UDP")?.stringSetValue, []);
    const names = new Set(instance?.attributes?.map(({ name }) => name));
    for (const { name } of EXTERNAL_ATTRIBUTES) assert.ok(names.has(name), name);
  });

  it("gets the same ARN when its HTTP client repeats a registration", async () => {
    const agent = await scene.externalAgent("repeating");
    const clientToken = "03339200-c35c-417e-af6f-7ec06a84ba6a";
    const first = await agent.register({ clientToken });
    agent.saved = undefined;
    const second = await agent.register({ clientToken });
    assert.equal(second.containerInstanceArn, first.containerInstanceArn);
  });

  it("registers again with the ARN it saved, and replaces what it said before", async () => {
    const agent = await scene.externalAgent("restarting");
    const first = await agent.register();
    const again = await agent.register({
      totalResources: [
        { name: "CPU", type: "INTEGER", integerValue: 1024 },
        { name: "MEMORY", type: "INTEGER", integerValue: 512 },
        { name: "PORTS", type: "STRINGSET", stringSetValue: ["22"] },
        { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: ["53"] },
      ],
      attributes: EXTERNAL_ATTRIBUTES.filter(({ name }) => name !== "ecs.capability.efs"),
    });
    assert.equal(again.containerInstanceArn, first.containerInstanceArn);
    const instance = await described(first.containerInstanceArn);
    const left = Object.fromEntries((instance?.remainingResources ?? []).map((each) => [each.name, each]));
    assert.equal(left["CPU"]?.integerValue, 1024);
    assert.equal(left["MEMORY"]?.integerValue, 512);
    assert.deepEqual(left["PORTS_UDP"]?.stringSetValue, ["53"]);
    assert.ok(!instance?.attributes?.some(({ name }) => name === "ecs.capability.efs"));
  });

  it("gets the values of attributes of its own back", async () => {
    const agent = await scene.externalAgent("custom");
    const attributes = [...EXTERNAL_ATTRIBUTES, { name: "stack", value: "blue/green" }];
    const { containerInstanceArn } = await agent.register({ attributes });
    const instance = await described(containerInstanceArn);
    assert.equal(instance?.attributes?.find(({ name }) => name === "stack")?.value, "blue/green");
  });

  it("learns both endpoints with an empty zoneId", async () => {
    const agent = await joinedAgent(scene, "discovering");
    assert.ok(agent.endpoint?.startsWith(scene.product.url));
    assert.ok(agent.telemetryEndpoint?.startsWith(scene.product.url));
  });

  it("hears that there is no cluster, and makes the cluster `default` when it names none", async () => {
    const agent = await scene.externalAgent("unconfigured");
    const sent = { ...registration(), cluster: "default" };
    const refused = await agent.call("RegisterContainerInstance", sent);
    assert.equal(refused.status, 400);
    // Section 3: either of these makes it create the cluster.
    const missing =
      refused.body["__type"] === "ClusterNotFoundException" ||
      String(refused.body["message"]).includes("Cluster not found.");
    assert.ok(missing, JSON.stringify(refused.body));
    const made = await agent.call("CreateCluster", { clusterName: "default" });
    assert.equal((made.body["cluster"] as { clusterName?: string } | undefined)?.clusterName, "default");
    assert.equal((await agent.call("RegisterContainerInstance", sent)).status, 200);
  });

  it("is told which code it hears, in the body and nowhere else", async () => {
    const agent = await scene.externalAgent("unlucky");
    const { status, body } = await agent.call("RegisterContainerInstance", {
      ...registration(),
      cluster: "nowhere",
    });
    assert.equal(status, 400);
    assert.deepEqual(Object.keys(body).sort(), ["__type", "message"]);
  });

  it("does not move an instance to another cluster", async () => {
    await scene.admin.ecs.send(new CreateClusterCommand({ clusterName: "other" }));
    const agent = await joinedAgent(scene, "moving");
    const { status } = await agent.call("RegisterContainerInstance", {
      ...registration(),
      cluster: "other",
      containerInstanceArn: agent.saved,
    });
    assert.equal(status, 400);
    const { containerInstanceArns } = await scene.admin.ecs.send(
      new ListContainerInstancesCommand({ cluster: "other" }),
    );
    assert.deepEqual(containerInstanceArns, []);
  });

  it("is refused for want of ecs:RegisterContainerInstance", async () => {
    const agent = await scene.externalAgent("without-register", ["ecs:Poll", "ecs:DiscoverPollEndpoint"]);
    const sent = registration();
    const { status, body } = await agent.call("RegisterContainerInstance", sent);
    assert.equal(status, 400);
    assert.equal(body["__type"], "AccessDeniedException");
    assert.equal(
      body["message"],
      "User: arn:aws:iam::123456789012:user/without-register is not authorized to perform: " +
        "ecs:RegisterContainerInstance on resource: arn:aws:ecs:us-west-2:123456789012:cluster/demo because no " +
        "identity-based policy allows the ecs:RegisterContainerInstance action",
    );
  });

  const refusedWith = (type: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof UpgradeRefused, String(error));
    assert.equal(error.status, 400);
    const body = JSON.parse(error.body) as Readonly<Record<string, string>>;
    assert.deepEqual(Object.keys(body), [type], "section 4: {type: text}");
    assert.match(body[type] ?? "", words);
    return true;
  };

  it("is refused for want of ecs:Poll and ecs:StartTelemetrySession, each by its own channel", async () => {
    const actions = ["ecs:RegisterContainerInstance", "ecs:DiscoverPollEndpoint"];
    const agent = await scene.externalAgent("without-poll", actions);
    await agent.register();
    await agent.discover();
    await assert.rejects(
      agent.openAcs(),
      refusedWith("AccessDeniedException", /user\/without-poll is not authorized to perform: ecs:Poll on/),
    );
    await assert.rejects(
      agent.openTcs(),
      refusedWith("AccessDeniedException", /not authorized to perform: ecs:StartTelemetrySession on/),
    );
  });

  it("hears InactiveInstanceException once its instance was deregistered", async () => {
    const agent = await joinedAgent(scene, "deregistered");
    const channel = await agent.openAcs();
    const telemetry = await agent.openTcs();
    await channel.next("TaskManifestMessage");
    await scene.admin.ecs.send(
      new DeregisterContainerInstanceCommand({ cluster: "demo", containerInstance: agent.saved }),
    );
    assert.equal((await channel.ended()).code, 1000);
    assert.equal((await telemetry.ended()).code, 1000);
    await assert.rejects(agent.openAcs(), refusedWith("InactiveInstanceException", /inactive/));
    await assert.rejects(agent.openTcs(), refusedWith("InactiveInstanceException", /inactive/));
  });

  it("hears InvalidInstanceException for an instance that never was", async () => {
    const agent = await joinedAgent(scene, "imagining");
    agent.saved = `${agent.saved?.slice(0, -32)}${"0".repeat(32)}`;
    await assert.rejects(agent.openAcs(), refusedWith("InvalidInstanceException", /not registered/));
  });

  it("is refused when the upgrade is signed with another secret", async () => {
    const agent = await joinedAgent(scene, "impostor");
    const impostor = new OfficialAgent({
      ...agent.environment,
      key: { ...agent.environment.key, secretAccessKey: "x".repeat(40) },
    });
    impostor.saved = agent.saved;
    impostor.endpoint = agent.endpoint;
    await assert.rejects(impostor.openAcs(), (error: unknown) => {
      assert.ok(error instanceof UpgradeRefused && error.status >= 400 && error.status < 500, String(error));
      return true;
    });
  });
});
