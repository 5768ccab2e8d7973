import assert from "node:assert/strict";
import { subscribe } from "node:diagnostics_channel";
import type { AddressInfo, Server } from "node:net";
import { after, before, describe, it } from "node:test";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import { DescribeContainerInstancesCommand } from "@aws-sdk/client-ecs";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { AccessKey } from "../product/clients.ts";
import { eventually } from "../product/clients.ts";
import { UpgradeRefused } from "./channel.ts";
import { OfficialAgent } from "./official-agent.ts";
import { EC2_ATTRIBUTES, registration } from "./registration.ts";
import { AGENT_POLICY, openScene, REGION, runTask, type Scene, web } from "./scene.ts";
import { type Check, matching, object, oneOf, text } from "./shape-check.ts";

// Sections 2.2 and 14: region, identity and credentials from the metadata service of an instance that the product
// launched, and nothing else.

const servers = new Set<Server>();
subscribe("tracing:net.server.listen:asyncEnd", (message) => {
  servers.add((message as { server: Server }).server);
});

const rfc3339 = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** Section 14. */
const identity = object(
  {
    accountId: matching(/^\d{12}$/),
    architecture: oneOf("x86_64"),
    availabilityZone: text,
    imageId: text,
    instanceId: matching(/^i-[0-9a-f]{17}$/),
    instanceType: text,
    pendingTime: rfc3339,
    privateIp: text,
    region: text,
    version: oneOf("2017-09-30"),
  },
  // EC2 writes more, which the agent does not look at.
  Object.fromEntries(
    ["billingProducts", "devpayProductCodes", "marketplaceProductCodes", "kernelId", "ramdiskId"].map(
      (name) => [name, (() => {}) as Check],
    ),
  ),
);

const roleDocument = object({
  Code: oneOf("Success"),
  LastUpdated: rfc3339,
  Type: oneOf("AWS-HMAC"),
  AccessKeyId: matching(/^ASIA/),
  SecretAccessKey: text,
  Token: text,
  Expiration: rfc3339,
});

/** Asks a metadata service as section 14 lists it. */
const metadata = async (base: string) => {
  const answer = await fetch(`${base}/latest/api/token`, {
    method: "PUT",
    headers: { "x-aws-ec2-metadata-token-ttl-seconds": "21600" },
  });
  assert.equal(answer.headers.get("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  const token = await answer.text();
  return async (path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${base}/latest/${path}`, {
      headers: { "x-aws-ec2-metadata-token": token },
    });
    return { status: response.status, text: await response.text() };
  };
};

describe("the official agent, on an instance with a profile,", () => {
  let scene: Scene;
  let get: Awaited<ReturnType<typeof metadata>>;
  let agent: OfficialAgent;
  let document: string;
  let instanceId: string;

  before(async () => {
    scene = await openScene();
    const { iam, ec2 } = scene.admin;
    const Statement = {
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const RoleName = "ecsInstanceRole";
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: AGENT_POLICY }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: RoleName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: RoleName, RoleName }));
    servers.clear();
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0ec5000000000000e",
        InstanceType: "t3.small",
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: RoleName },
        // The instance's own agent finds no such cluster and leaves the instance to the one of this test.
        UserData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=nowhere >> /etc/ecs/ecs.config\n").toString(
          "base64",
        ),
      }),
    );
    instanceId = Instances?.[0]?.InstanceId ?? "";
    get = await eventually("the metadata service listens", async () => {
      for (const server of servers) {
        const address = server.address() as AddressInfo | null;
        if (address === null) continue;
        const ask = await metadata(`http://127.0.0.1:${address.port}`).catch(() => undefined);
        if ((await ask?.("meta-data/instance-id"))?.text === instanceId) return ask;
      }
      return undefined;
    });
  });
  after(() => scene.close());

  it("finds what it needs in the metadata, in its order", async () => {
    assert.ok([200, 404].includes((await get("user-data")).status));
    document = (await get("dynamic/instance-identity/document")).text;
    identity(JSON.parse(document), "section 14: document");
    assert.equal((JSON.parse(document) as { region: string }).region, REGION);
    assert.equal((await get("meta-data/instance-id")).text, instanceId);
    const mac = (await get("meta-data/mac")).text;
    assert.match(mac, /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    assert.match((await get(`meta-data/network/interfaces/macs/${mac}/vpc-id`)).text, /^vpc-/);
    assert.match((await get(`meta-data/network/interfaces/macs/${mac}/subnet-id`)).text, /^subnet-/);
    assert.match((await get("meta-data/placement/availability-zone-id")).text, /^usw2-az\d$/);
    assert.equal((await get("meta-data/iam/security-credentials/")).text, "ecsInstanceRole");
    assert.equal((await get("meta-data/outpost-arn")).status, 404);
    assert.equal((await get("meta-data/spot/instance-action")).status, 404);
    assert.equal((await get("dynamic/instance-identity/signature")).status, 200);
    assert.ok((await get("meta-data/local-ipv4")).text);
  });

  it("registers with its role's session and its identity document", async () => {
    const credentials: unknown = JSON.parse(
      (await get("meta-data/iam/security-credentials/ecsInstanceRole")).text,
    );
    roleDocument(credentials, "section 14: role");
    const { AccessKeyId, SecretAccessKey, Token } = credentials as Readonly<Record<string, string>>;
    const key: AccessKey = {
      accessKeyId: AccessKeyId ?? "",
      secretAccessKey: SecretAccessKey ?? "",
      sessionToken: Token ?? "",
    };
    agent = new OfficialAgent({ backend: scene.product.url, key, region: REGION });
    const signature = (await get("dynamic/instance-identity/signature")).text;
    const { attributes } = await agent.register({
      attributes: EC2_ATTRIBUTES,
      instanceIdentityDocument: document,
      instanceIdentityDocumentSignature: signature,
    });
    const values = new Map(attributes.map(({ name, value }) => [name, value]));
    const known = JSON.parse(document) as Readonly<Record<string, string>>;
    assert.equal(values.get("ecs.availability-zone"), known["availabilityZone"]);
    assert.equal(values.get("ecs.instance-type"), known["instanceType"]);
    assert.equal(values.get("ecs.ami-id"), known["imageId"]);
    assert.equal(values.get("ecs.cpu-architecture"), "x86_64");
    const input = { cluster: "demo", containerInstances: [agent.saved ?? ""] };
    const { containerInstances } = await scene.admin.ecs.send(new DescribeContainerInstancesCommand(input));
    assert.equal(containerInstances?.[0]?.ec2InstanceId, instanceId);
  });

  it("opens both channels with the session's token signed, and frames with a token line", async () => {
    await agent.discover();
    const channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
    const telemetry = await agent.openTcs();
    const metadataOfFrame = { cluster: "demo", containerInstance: agent.saved, messageId: "m", idle: true };
    telemetry.send(agent.signedFrame("PublishMetricsRequest", { metadata: metadataOfFrame, timestamp: 1 }));
    await telemetry.next("AckPublishMetric");
    const { taskArn } = await runTask(scene, {
      ...web,
      family: "on-ec2",
      requiresCompatibilities: ["EC2"],
    });
    const [task] = (await channel.next("PayloadMessage")).message.tasks;
    assert.equal(task?.arn, taskArn);
    assert.equal(task["launchType"], "EC2");
    const environment = task.containers[0]?.["environment"] as Readonly<Record<string, string>>;
    assert.equal(environment["AWS_EXECUTION_ENV"], "AWS_ECS_EC2");
  });

  it("may not speak for another machine", async () => {
    const foreign = JSON.stringify({ ...JSON.parse(document), instanceId: "i-0123456789abcdef0" });
    const { status, body } = await agent.call("RegisterContainerInstance", {
      ...registration(),
      instanceIdentityDocument: foreign,
    });
    assert.equal(status, 400);
    assert.equal(body["__type"], "AccessDeniedException");
  });

  it("is not spoken for by anybody who has no document that its metadata service signed", async () => {
    const admin = new OfficialAgent({ backend: scene.product.url, key: scene.product.root, region: REGION });
    const { status, body } = await admin.call("RegisterContainerInstance", {
      ...registration(),
      instanceIdentityDocument: document,
      instanceIdentityDocumentSignature: Buffer.from("not that of the service").toString("base64"),
    });
    assert.equal(status, 400);
    assert.equal(body["__type"], "ClientException");
    assert.match(String(body["message"] ?? body["Message"]), /signature of the instance identity document/);
  });

  it("is shut out as soon as its role loses the policy", async () => {
    await scene.admin.iam.send(
      new DetachRolePolicyCommand({ RoleName: "ecsInstanceRole", PolicyArn: AGENT_POLICY }),
    );
    await assert.rejects(agent.openAcs(), (error: unknown) => {
      assert.ok(error instanceof UpgradeRefused, String(error));
      assert.match(
        error.body,
        new RegExp(`assumed-role/ecsInstanceRole/${instanceId} is not authorized to perform: ecs:Poll`),
      );
      return true;
    });
    const { body } = await agent.call("RegisterContainerInstance", registration());
    assert.match(String(body["message"]), /not authorized to perform: ecs:RegisterContainerInstance/);
  });
});
