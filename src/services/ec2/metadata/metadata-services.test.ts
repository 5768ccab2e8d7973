import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createManualWorld } from "../../../agent/testing/manual-world.ts";
import { realWorld } from "../../../world.ts";
import { createSessionIssuer } from "../../sts/index.ts";
import { instanceTable, type MetadataOptions } from "../instances/table.ts";
import { addInstance } from "../testing/add-instance.ts";
import { addInstanceProfile, scope, type TestPlane, testPlane } from "../testing/test-plane.ts";
import { verifyInstanceIdentity } from "./identity-key.ts";
import { createMetadataServices } from "./metadata-services.ts";

const id = "i-0123456789abcdef0";
const TTL = "X-aws-ec2-metadata-token-ttl-seconds";
const CREDENTIALS = "/latest/meta-data/iam/security-credentials/";

type Scene = {
  readonly plane: TestPlane;
  readonly url: string;
  readonly advance: (milliseconds: number) => void;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<{ status: number; text: string }>;
  readonly token: (seconds?: number) => Promise<string>;
};

/** Runs `body` against the metadata service of one instance. */
const withService = async (
  body: (scene: Scene) => Promise<void>,
  options: { readonly metadata?: Partial<MetadataOptions>; readonly trust?: string } = {},
): Promise<void> => {
  const world = createManualWorld(realWorld);
  const plane = await testPlane({ world });
  await addInstanceProfile(plane, options.trust);
  const row = await addInstance(plane, { id, userData: Buffer.from([0xff, 0x00, 0x61]).toString("base64") });
  const metadataOptions = { ...row.metadataOptions, ...options.metadata };
  await plane.state.transact((state) => state.table(instanceTable).put({ ...row, metadataOptions }));
  const services = createMetadataServices(plane);
  const url = await services.open(id);
  const get: Scene["get"] = async (path, headers = {}) => {
    const answer = await fetch(`${url}${path}`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const token = async (seconds = 21_600): Promise<string> => {
    const answer = await fetch(`${url}/latest/api/token`, {
      method: "PUT",
      headers: { [TTL]: String(seconds) },
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get(TTL), String(seconds));
    return answer.text();
  };
  try {
    await body({ plane, url, advance: world.advance, get, token });
  } finally {
    await services.closeAll();
  }
};

const withToken = (token: string) => ({ "X-aws-ec2-metadata-token": token });

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html */
test("the paths that agents and tools read", () =>
  withService(async ({ get }) => {
    const mac = "02:00:00:00:00:01";
    const expected: Readonly<Record<string, string | RegExp>> = {
      "/latest": "dynamic/\nmeta-data/\nuser-data",
      "/latest/meta-data/": /^ami-id\nami-launch-index\n[\s\S]*iam\/\n[\s\S]*placement\//,
      "/2021-07-15/meta-data/instance-id": id,
      "/latest/meta-data/instance-id": id,
      "/latest/meta-data/instance-type": "t3.micro",
      "/latest/meta-data/ami-id": "ami-0ec50000000000001",
      "/latest/meta-data/local-ipv4": "172.31.0.10",
      "/latest/meta-data/hostname": "ip-172-31-0-10.us-west-2.compute.internal",
      "/latest/meta-data/mac": mac,
      "/latest/meta-data/network/interfaces/macs/": `${mac}/`,
      [`/latest/meta-data/network/interfaces/macs/${mac}/vpc-id`]: /^vpc-0[0-9a-f]{16}$/,
      [`/latest/meta-data/network/interfaces/macs/${mac}/subnet-id`]: /^subnet-0[0-9a-f]{16}$/,
      "/latest/meta-data/placement/": "availability-zone\navailability-zone-id\nregion",
      "/latest/meta-data/placement/region": "us-west-2",
      "/latest/meta-data/placement/availability-zone": "us-west-2a",
      "/latest/meta-data/placement/availability-zone-id": "usw2-az1",
      "/latest/meta-data/security-groups": "default",
      [CREDENTIALS]: "ecsInstanceRole",
      "/latest/meta-data/iam/info":
        /"InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile\/ecsInstanceRole"/,
      "/latest/dynamic/instance-identity/document": /"instanceId": "i-0123456789abcdef0"/,
      "/latest/dynamic/instance-identity/pkcs7": /^MII[\w+/=\n]+$/,
    };
    for (const [path, wanted] of Object.entries(expected)) {
      const { status, text } = await get(path);
      assert.equal(status, 200, path);
      if (typeof wanted === "string") assert.equal(text, wanted, path);
      else assert.match(text, wanted, path);
    }
    for (const path of [
      "/latest/meta-data/public-ipv4",
      "/latest/meta-data/outpost-arn",
      "/latest/meta-data/spot/instance-action",
      "/latest/meta-data/tags/instance",
      "/latest/meta-data/constructor",
      "/latest/meta-data/../../etc/passwd",
      `${CREDENTIALS}other`,
      "/favicon.ico",
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
  }));

test("user data come as the bytes they were", () =>
  withService(async ({ url }) => {
    const answer = await fetch(`${url}/latest/user-data`);
    assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())], [0xff, 0x00, 0x61]);
  }));

test("version 2 tokens: required where they are required, refused when wrong or over", () =>
  withService(
    async ({ get, token, advance, url }) => {
      const path = "/latest/meta-data/instance-id";
      assert.equal((await get(path)).status, 401);
      const good = await token(60);
      assert.equal((await get(path, withToken(good))).text, id);
      const forged = `${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}`;
      assert.equal((await get(path, withToken(forged))).status, 401);
      assert.equal((await get(path, withToken("nonsense"))).status, 401);
      advance(60_000);
      assert.equal((await get(path, withToken(good))).status, 401);
      for (const seconds of ["0", "21601", "x", "1.5"]) {
        const answer = await fetch(`${url}/latest/api/token`, { method: "PUT", headers: { [TTL]: seconds } });
        assert.equal(answer.status, 400, seconds);
      }
      const proxied = { [TTL]: "60", "X-Forwarded-For": "10.0.0.1" };
      assert.equal((await fetch(`${url}/latest/api/token`, { method: "PUT", headers: proxied })).status, 403);
    },
    { metadata: { httpTokens: "required" } },
  ));

test("where tokens are optional, a wrong one is refused all the same", () =>
  withService(async ({ get }) => {
    assert.equal((await get("/latest/meta-data/instance-id")).status, 200);
    assert.equal((await get("/latest/meta-data/instance-id", withToken("wrong"))).status, 401);
  }));

test("a service that is switched off answers nothing", () =>
  withService(async ({ get }) => assert.equal((await get("/latest/meta-data/")).status, 403), {
    metadata: { httpEndpoint: "disabled" },
  }));

test("a web page that has bound its own name to this address is refused", () =>
  withService(async ({ url }) => {
    const { port } = new URL(url);
    const status = await new Promise((resolve, reject) => {
      request({ port, host: "127.0.0.1", path: CREDENTIALS, headers: { host: `evil.example:${port}` } })
        .on("response", (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on("error", reject)
        .end();
    });
    assert.equal(status, 403);
  }));

test("changed options and tags count at once", () =>
  withService(async ({ get, plane, token }) => {
    await plane.call("CreateTags", { Resources: [id], Tags: [{ Key: "Name", Value: "wéb" }] });
    await plane.call("ModifyInstanceMetadataOptions", {
      InstanceId: id,
      HttpTokens: "required",
      InstanceMetadataTags: "enabled",
    });
    assert.equal((await get("/latest/meta-data/tags/instance/Name")).status, 401);
    assert.equal((await get("/latest/meta-data/tags/instance/Name", withToken(await token()))).text, "wéb");
  }));

test("the role's credentials are a session of the role, made by a decided AssumeRole of EC2", () =>
  withService(async ({ get, token, plane }) => {
    const { text } = await get(`${CREDENTIALS}ecsInstanceRole`, withToken(await token()));
    const made = JSON.parse(text);
    assert.equal(made.Code, "Success");
    assert.equal(made.Type, "AWS-HMAC");
    assert.equal(made.Expiration, "2026-01-01T06:00:00Z");
    const [decision] = plane.decisions;
    assert.equal(decision?.action, "sts:AssumeRole");
    assert.equal(decision?.resource, "arn:aws:iam::123456789012:role/ecsInstanceRole");
    assert.equal(decision?.principal, "ec2.amazonaws.com");
    const issuer = createSessionIssuer({ key: new Uint8Array(32), world: realWorld });
    const opened = issuer.openSession(made.Token);
    assert.equal(opened?.accessKeyId, made.AccessKeyId);
    assert.equal(opened?.grant.principal.arn, `arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/${id}`);
    assert.equal(opened?.grant.userId, `AROAINSTANCEROLE12345:${id}`);
    assert.equal(
      opened?.grant.session.context?.["ec2:SourceInstanceARN"],
      `arn:aws:ec2:${scope.region}:${scope.accountId}:instance/${id}`,
    );
    assert.equal(opened?.grant.session.context?.["ec2:RoleDelivery"], "2.0");
  }));

test("credentials are kept, and renewed an hour before they expire", () =>
  withService(async ({ get, advance }) => {
    const keyNow = async (): Promise<string> =>
      JSON.parse((await get(`${CREDENTIALS}ecsInstanceRole`)).text).AccessKeyId;
    const first = await keyNow();
    advance(5 * 3_600_000 - 1);
    assert.equal(await keyNow(), first);
    advance(1);
    assert.notEqual(await keyNow(), first);
  }));

test("a role that does not trust EC2 gives no credentials and says so", () =>
  withService(
    async ({ get, plane }) => {
      const { status, text } = await get(`${CREDENTIALS}ecsInstanceRole`);
      assert.equal(status, 200);
      assert.equal(JSON.parse(text).Code, "AssumeRoleUnauthorizedAccess");
      assert.match(JSON.parse(text).Message, /^EC2 cannot assume the role ecsInstanceRole\./);
      assert.equal(plane.decisions[0]?.decision.allowed, false);
    },
    {
      trust: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
    },
  ));

test("the identity document is vouched for, and nothing else is", () =>
  withService(async ({ get, plane }) => {
    const document = (await get("/latest/dynamic/instance-identity/document")).text;
    const signature = (await get("/latest/dynamic/instance-identity/signature")).text;
    assert.equal(verifyInstanceIdentity(plane.state, document, signature), true);
    const other = document.replace(id, "i-0123456789abcdef1");
    assert.equal(verifyInstanceIdentity(plane.state, other, signature), false);
    assert.equal(verifyInstanceIdentity(plane.state, document, ""), false);
  }));
