import assert from "node:assert/strict";
import { on } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { WebSocket } from "ws";
import { AwsError, type UpgradeCall } from "../operation/index.ts";
import { type Credentials, signRequest } from "../signature/index.ts";
import {
  aliceKey,
  fakeServices,
  sessionKey,
  startTestGateway,
  type TestGateway,
} from "./testing/test-gateway.ts";

const instance = "arn:aws:ecs:us-west-2:123456789012:container-instance/demo/0123";
const acs = `acs/ws?agentHash=a&agentVersion=1.105.1&clusterArn=demo&containerInstanceArn=${encodeURIComponent(instance)}&dockerVersion=DockerVersion%3A+20.10.24&sendCredentials=true&seqNum=1`;

type Refusal = { readonly status: number | undefined; readonly body: unknown };

const signedHeaders = (url: string, credentials: Credentials, service = "ecs", date = Date.now()) =>
  signRequest({ method: "GET", url, credentials, region: "us-west-2", service, date });

const open = (url: string, headers: Record<string, string>): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace("http:", "ws:"), { headers });
    waiting.set(socket, on(socket, "message") as AsyncIterator<[Buffer]>);
    socket.on("open", () => resolve(socket));
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => {
        const refusal: Refusal = { status: response.statusCode, body: JSON.parse(text) };
        reject(Object.assign(new Error("refused"), { refusal }));
      });
    });
  });

const waiting = new WeakMap<WebSocket, AsyncIterator<[Buffer]>>();

/** The next message; none is lost, as they are kept from before the channel is open. */
const next = async (socket: WebSocket): Promise<string> =>
  String((await waiting.get(socket)?.next())?.value[0]);

const refusal = async (attempt: Promise<WebSocket>): Promise<Refusal> => {
  try {
    (await attempt).terminate();
  } catch (error) {
    return (error as { refusal: Refusal }).refusal;
  }
  return { status: 101, body: undefined };
};

describe("an agent's channel", () => {
  let gateway: TestGateway;
  const calls: UpgradeCall[] = [];
  before(async () => {
    gateway = await startTestGateway({
      services: fakeServices({ ecs: [], iam: [], sts: [], ec2: [] }),
      upgrades: async (call) => {
        calls.push(call);
        if (call.query.get("clusterArn") === "secret")
          throw new AwsError("AccessDeniedException", "User: x is not authorized to perform: ecs:Poll");
        if (call.query.get("clusterArn") === "broken") throw new Error("the password is swordfish");
        return (socket) => {
          socket.on("message", (data: Buffer) => {
            const text = data.toString();
            const end = text.indexOf("\r\n\r\n");
            const headers = Object.fromEntries(
              text
                .slice(0, Math.max(end, 0))
                .split("\r\n")
                .map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]),
            );
            const good = call.verifyFrame(headers, data.subarray(end + 4));
            socket.send(JSON.stringify({ good, length: data.length }));
          });
          socket.send("welcome");
        };
      },
    });
  });
  after(() => gateway.close());

  it("opens for a signed upgrade, however the query writes a space", async () => {
    for (const path of [acs, `some/prefix/${acs}`]) {
      const url = `${gateway.url}/${path}`;
      const socket = await open(url, signedHeaders(url, sessionKey));
      assert.equal(await next(socket), "welcome");
      socket.terminate();
      const call = calls.at(-1);
      assert.equal(call?.kind, "acs");
      assert.equal(call?.query.get("dockerVersion"), "DockerVersion: 20.10.24");
      assert.equal(call?.query.get("containerInstanceArn"), instance);
      assert.equal(call?.caller.principal.type, "AssumedRole");
      assert.deepEqual(call?.scope, { accountId: "123456789012", region: "us-west-2", partition: "aws" });
      assert.equal(call?.request.sourceIp, "127.0.0.1");
    }
  });

  it("is refused in the form that the agent reads", async () => {
    const url = `${gateway.url}/${acs}`;
    const of = (path: string) => `${gateway.url}/${path}`;
    const bad = { ...aliceKey, secretAccessKey: "wrong" };
    const cases: readonly (readonly [string, Record<string, string>, number, string, RegExp])[] = [
      [url, {}, 400, "MissingAuthenticationTokenException", /^Missing/],
      [url, signedHeaders(url, bad), 400, "InvalidSignatureException", /^The request signature/],
      [url, signedHeaders(`${url}1`, aliceKey), 400, "InvalidSignatureException", /^The request signature/],
      [url, signedHeaders(url, aliceKey, "iam"), 400, "InvalidSignatureException", /correct service: 'ecs'/],
      [url, signedHeaders(url, aliceKey, "ecs", 0), 400, "InvalidSignatureException", /^Signature expired/],
      [of("acs/ws?clusterArn=secret"), {}, 400, "AccessDeniedException", /ecs:Poll/],
      [of("acs/ws?clusterArn=broken"), {}, 500, "ServerException", /^The channel can't be opened now$/],
      [of("somewhere/ws"), {}, 404, "BadRequestException", /no WebSocket/],
      [of("acs/ws/else"), {}, 404, "BadRequestException", /no WebSocket/],
      [of("acsws"), {}, 404, "BadRequestException", /no WebSocket/],
      [of(`${"acs/".repeat(4_000)}x`), {}, 404, "BadRequestException", /no WebSocket/],
    ];
    for (const [target, headers, status, code, message] of cases) {
      const given =
        Object.keys(headers).length === 0 && target !== url ? signedHeaders(target, aliceKey) : headers;
      const got = await refusal(open(target, given));
      const body = got.body as Record<string, string>;
      assert.deepEqual([got.status, Object.keys(body)], [status, [code]]);
      assert.match(body[code] ?? "", message);
    }
    assert.equal(gateway.logged.length, 1);
  });

  it("is refused for good: the connection does not wait for the client to end it", async () => {
    const socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
    const ended = new Promise((resolve) => socket.once("end", resolve));
    const broken = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    socket.resume();
    socket.write("GET /acs/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    await ended;
    // The server's end is closed altogether, so what still comes is answered with a reset.
    const knock = setInterval(() => socket.write("x"), 10);
    await broken;
    clearInterval(knock);
  });

  const frameOf = (url: string, payload: Buffer, credentials: Credentials, date?: number): Buffer => {
    const signed = signRequest({
      method: "GET",
      url,
      credentials,
      region: "us-west-2",
      service: "ecs",
      date: date ?? Date.now(),
      body: payload,
    });
    const lines = Object.entries({ ...signed, Host: new URL(url).host }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), payload]);
  };

  it("verifies frames that are signed, up to a mebibyte and more", async () => {
    const url = `${gateway.url}/tcs/ws?cluster=demo&containerInstance=${encodeURIComponent(instance)}`;
    const socket = await open(url, signedHeaders(url, sessionKey));
    assert.equal(await next(socket), "welcome");
    const answer = async (frame: Buffer): Promise<unknown> => {
      socket.send(frame);
      return JSON.parse(await next(socket));
    };
    const payload = Buffer.from(`{"type":"PublishMetricsRequest","message":"${"a".repeat(1024 * 1024)}"}`);
    const frame = frameOf(url, payload, sessionKey);
    assert.deepEqual(await answer(frame), { good: true, length: frame.length });
    const small = Buffer.from("{}");
    const spoilt = frameOf(url, small, sessionKey);
    spoilt.write("[", spoilt.length - 2);
    for (const wrong of [
      spoilt,
      frameOf(url, small, aliceKey),
      frameOf(`${url}x`, small, sessionKey),
      frameOf(url, small, sessionKey, Date.now() - 301_000),
      frameOf(url, small, { ...sessionKey, secretAccessKey: "wrong" }),
      Buffer.from("X-Amz-Date: now\r\n\r\n{}"),
      small,
    ])
      assert.deepEqual(await answer(wrong), { good: false, length: wrong.length });
    socket.terminate();
  });

  it("is closed with 1001 when the gateway closes", async () => {
    const url = `${gateway.url}/${acs}`;
    const socket = await open(url, signedHeaders(url, aliceKey));
    const code = new Promise((resolve) => socket.on("close", resolve));
    await gateway.close();
    assert.equal(await code, 1001);
  });
});
