import assert from "node:assert/strict";
import { test } from "node:test";
import { realWorld } from "../world.ts";
import { superviseAgent } from "./agent.ts";
import { createManualWorld } from "./testing/manual-world.ts";
import { instanceCredentials, setScene, testConfiguration } from "./testing/scene.ts";
import { startStubMetadataService } from "./testing/stub-metadata-service.ts";

const refusals = [
  [400, "AccessDeniedException", 1],
  [400, "UnrecognizedClientException", 1],
  [400, "ClusterNotFoundException", 1],
  [400, "InvalidParameterException", 5],
  [400, "ClientException", 5],
] as const;

for (const [status, code, exit] of refusals)
  test(`exits with ${exit} when registering is refused with ${code}`, async (context) => {
    const { stub, start, log } = await setScene(context);
    const message = "User: arn:aws:sts::123456789012:assumed-role/r/i is not authorized to perform";
    stub.refusals.set("RegisterContainerInstance", { status, code, message });
    assert.equal(await start().done, exit);
    assert.ok(
      log.some((line) => line.includes(`${code}: ${message}`)),
      log.join("\n"),
    );
    assert.equal(
      log.some((line) => line.includes(instanceCredentials.secretAccessKey)),
      false,
    );
  });

test("exits with 5 when the answer lacks an attribute that was sent with a value", async (context) => {
  const { stub, start, log } = await setScene(context, {
    environment: { ECS_INSTANCE_ATTRIBUTES: '{"stack":"blue"}' },
  });
  stub.answers.set("RegisterContainerInstance", (input) => ({
    containerInstance: {
      containerInstanceArn: "arn:x",
      attributes: (input["attributes"] as readonly { readonly name: string }[]).filter(
        ({ name }) => name !== "stack",
      ),
    },
  }));
  assert.equal(await start().done, 5);
  assert.match(log.join("\n"), /attribute stack=blue is missing/);
});

test("exits with 5 when it is to join another cluster than before", async (context) => {
  const { join, start } = await setScene(context);
  const { agent } = await join();
  await agent.stop();
  assert.equal(await start({ cluster: "other" }).done, 5);
});

test("retries a server error with the same client token", async (context) => {
  const world = createManualWorld(realWorld);
  const { stub, start } = await setScene(context, { world });
  stub.refusals.set("RegisterContainerInstance", { status: 500, code: "ServerException", message: "later" });
  start();
  const attempts = () =>
    stub.calls.entries.filter(({ operation }) => operation.startsWith("RegisterContainerInstance"));
  for (const count of [1, 2, 3]) {
    await stub.calls.until(() => attempts().length === count, `attempt ${count}`);
    // The agent arranges its next attempt when it has read the answer.
    if (count < 3) {
      for (let turns = 0; attempts().length === count && turns < 1000; turns += 1) {
        await new Promise(setImmediate);
        world.advance(1);
      }
    }
  }
  stub.refusals.clear();
  while (attempts().length === 3) {
    await new Promise(setImmediate);
    world.advance(10);
  }
  await stub.connections.until((all) => all.length === 2);
  const tokens = new Set(attempts().map(({ input }) => input["clientToken"]));
  assert.equal(tokens.size, 1);
});

test("creates the default cluster when none is configured and it is missing", async (context) => {
  const { stub, join } = await setScene(context);
  const register = stub.answers.get("RegisterContainerInstance");
  stub.refusals.set("RegisterContainerInstance", {
    status: 400,
    code: "ClusterNotFoundException",
    message: "Cluster not found.",
  });
  stub.answers.set("CreateCluster", (input) => {
    stub.refusals.clear();
    return { cluster: { clusterName: input["clusterName"] } };
  });
  assert.ok(register);
  const { agent } = await join({ cluster: "" });
  assert.equal(agent.status().cluster, "default");
  assert.deepEqual(
    stub.calls.entries
      .slice(0, 3)
      .map(({ operation, input }) => [operation, input["cluster"] ?? input["clusterName"]]),
    [
      ["RegisterContainerInstance refused", "default"],
      ["CreateCluster", "default"],
      ["RegisterContainerInstance", "default"],
    ],
  );
});

test("with an instance profile: identity and credentials from the metadata service, in order, refreshed in time", async (context) => {
  const world = createManualWorld(realWorld, Date.UTC(2026, 0, 1));
  const scene = await setScene(context, { world });
  const hour = 3_600_000;
  const expiration = new Date(world.now() + hour).toISOString();
  const metadata = await startStubMetadataService(
    { ...instanceCredentials, expiration },
    "#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n",
  );
  context.after(metadata.close);
  const { credentials: _none, ...configuration } = testConfiguration();
  const { agent, arn } = await scene.join({
    ...configuration,
    credentials: undefined,
    cluster: "",
    region: undefined,
    endpoint: scene.stub.url,
    metadataServiceEndpoint: metadata.url,
  });
  assert.equal(agent.status().cluster, "demo");
  assert.deepEqual(metadata.requests, [
    "PUT /latest/api/token",
    "GET /latest/user-data",
    "GET /latest/dynamic/instance-identity/document",
    "GET /latest/meta-data/instance-id",
    "GET /latest/meta-data/mac",
    "GET /latest/meta-data/network/interfaces/macs/0a:00:00:00:00:01/vpc-id",
    "GET /latest/meta-data/network/interfaces/macs/0a:00:00:00:00:01/subnet-id",
    "GET /latest/meta-data/placement/availability-zone-id",
    "GET /latest/meta-data/iam/security-credentials/",
    "GET /latest/meta-data/iam/security-credentials/ecsInstanceRole",
    "GET /latest/meta-data/outpost-arn",
    "GET /latest/dynamic/instance-identity/signature",
  ]);
  const [registration] = scene.stub.calls.entries;
  assert.match(String(registration?.input["instanceIdentityDocument"]), /"instanceId":"i-0123456789abcdef0"/);
  assert.equal(registration?.input["instanceIdentityDocumentSignature"], "c2lnbmF0dXJl");
  const attributes = registration?.input["attributes"] as readonly { readonly name: string }[];
  assert.equal(
    attributes.some(({ name }) => name === "ecs.capability.external"),
    false,
  );

  metadata.credentials = {
    ...instanceCredentials,
    expiration: new Date(world.now() + 2 * hour).toISOString(),
  };
  const before = metadata.requests.length;
  world.advance(hour - 6 * 60_000);
  assert.equal(metadata.requests.length, before);
  world.advance(2 * 60_000);
  await scene.stub.connections.until((all) => all.length > 2, `a new connection of ${arn}`);
  assert.ok(metadata.requests.slice(before).some((line) => line.endsWith("/ecsInstanceRole")));
  assert.deepEqual(scene.stub.faults, []);
});

test("a supervised agent joins as soon as its role may", async (context) => {
  const world = createManualWorld(realWorld);
  const { stub, taskEndpoint, log } = await setScene(context, { world });
  stub.refusals.set("RegisterContainerInstance", {
    status: 400,
    code: "AccessDeniedException",
    message: "no",
  });
  const agent = superviseAgent({
    ...testConfiguration(),
    endpoint: stub.url,
    containers: "simulated",
    logger: (line) => void log.push(line),
    taskEndpoint,
    world,
  });
  context.after(() => agent.stop());
  while (!log.some((line) => /exited with code 1; starting it again/.test(line)))
    await new Promise(setImmediate);
  stub.refusals.clear();
  world.advance(1_200);
  await stub.connections.until((all) => all.length === 2);
  await agent.stop();
  assert.equal(await agent.done, 0);
});
