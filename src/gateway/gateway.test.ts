import assert from "node:assert/strict";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { AwsError } from "../operation/index.ts";
import { errorOf, send } from "./testing/send.ts";
import { fakeOperation, fakeServices, startTestGateway, type TestGateway } from "./testing/test-gateway.ts";

/** Sends bytes as they are and resolves with all that comes back until the server closes. */
const raw = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });

describe("the gateway", () => {
  let gateway: TestGateway;
  before(async () => {
    const fail = (name: string) =>
      fakeOperation(name, () => {
        throw new Error("the password is swordfish");
      });
    gateway = await startTestGateway({
      services: fakeServices({
        ecs: [
          fakeOperation("ListClusters", () => ({ clusterArns: ["a"] })),
          fail("DescribeClusters"),
          fakeOperation("CreateCluster", () => {
            throw new AwsError("ServerException", "full", { httpStatus: 500 });
          }),
          fakeOperation("DeleteCluster", () => {
            throw new AwsError("ClusterNotFoundException", "Cluster not found.", {
              members: { resourceIds: ["a"] },
            });
          }),
        ],
        iam: [
          fail("ListUsers"),
          fakeOperation("GetUser", () => {
            throw new AwsError("NoSuchEntity", 'The user with name <x> "&" cannot be found.', {
              httpStatus: 404,
            });
          }),
        ],
        sts: [],
        ec2: [fail("DescribeInstances")],
      }),
    });
  });
  after(() => gateway.close());

  const ecs = (operation: string, body: string | Uint8Array = "{}") =>
    send(gateway.url, {
      body,
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
      },
    });

  it("answers a client that offers HTTP/2 as if it had not", async () => {
    const { port } = new URL(gateway.url);
    const lines = ["GET /health HTTP/1.1", "Host: 127.0.0.1", "Connection: Upgrade, close", "Upgrade: h2c"];
    assert.match(await raw(Number(port), `${lines.join("\r\n")}\r\n\r\n`), /^HTTP\/1\.1 200 /);
  });

  it("shows its health and its mode", async () => {
    const response = await fetch(`${gateway.url}/health`);
    assert.equal(response.headers.get("x-portreeve-iam-mode"), "enforce");
    assert.deepEqual(await response.json(), {
      status: "ok",
      version: "1.2.3",
      iamMode: "enforce",
      services: ["ec2", "ecs", "iam", "sts"],
    });
  });

  it("shows nothing to a web page whose own name leads to this machine", async () => {
    const statusOf = async (path: string, host: string): Promise<string> => {
      const answer = await raw(
        gateway.port,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      return answer.slice(9, 12);
    };
    for (const path of ["/health", "/metrics"]) {
      for (const host of ["localhost:4566", "127.0.0.1", "[::1]:4566", "ecs.localhost", "10.0.0.1:4566"])
        assert.equal(await statusOf(path, host), "200", host);
      for (const host of ["evil.example:4566", "localhost.evil.example", "127.0.0.1.evil.example", "evil"])
        assert.equal(await statusOf(path, host), "421", host);
    }
  });

  it("counts what it does", async () => {
    gateway.gateway.metrics.storage(() => ({ commits: 7 }));
    const values = [{ labels: { target: "127.0.0.1:80" }, value: 3 }];
    gateway.gateway.metrics.others(async () => [{ name: "of_others", type: "gauge", help: "h", values }]);
    gateway.gateway.metrics.decision({
      action: "ecs:ListClusters",
      decision: { allowed: false, outcome: "implicitDeny", layer: "identity", statements: [] },
    });
    await ecs("ListClusters");
    await ecs('Sink"Ship');
    await ecs("CreateTaskSet");
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    assert.match(
      text,
      /^portreeve_requests_total\{service="ecs",operation="ListClusters",code="OK"\} [1-9]/m,
    );
    assert.match(
      text,
      /^portreeve_requests_total\{service="ecs",operation="CreateTaskSet",code="NotImplementedException"\} 1$/m,
    );
    assert.match(text, /^of_others\{target="127\.0\.0\.1:80"\} 3$/m);
    // Why "unknown": a name that a client makes up must not become a label.
    assert.match(
      text,
      /^portreeve_requests_total\{service="ecs",operation="unknown",code="UnknownOperationException"\} 1$/m,
    );
    assert.match(
      text,
      /^portreeve_request_duration_seconds_bucket\{service="ecs",operation="ListClusters",le="\+Inf"\} [1-9]/m,
    );
    assert.match(text, /^portreeve_decisions_total\{service="ecs",outcome="implicitDeny"\} 1$/m);
    assert.match(text, /^portreeve_storage_commits 7$/m);
    assert.match(text, /^process_resident_memory_bytes \d+$/m);
  });

  it("keeps what went wrong inside to itself, and logs it under the request's id", async () => {
    for (const [got, code] of [
      [await ecs("DescribeClusters"), "ServerException"],
      [await send(gateway.url, { service: "iam" }), "InternalFailure"],
      [await send(gateway.url, { service: "ec2" }), "InternalError"],
    ] as const) {
      assert.deepEqual([got.status, errorOf(got.text).code], [500, code]);
      assert.ok(!got.text.includes("swordfish"));
      const id = got.headers.get("x-amzn-requestid");
      const logged = gateway.logged.find(({ requestId }) => requestId === id);
      assert.match(String(logged?.["err"]), /swordfish/);
    }
  });

  it("answers an operation's error in its protocol's form", async () => {
    const json = await ecs("DeleteCluster", '{"cluster":"a"}');
    assert.deepEqual(JSON.parse(json.text), {
      __type: "ClusterNotFoundException",
      message: "Cluster not found.",
      resourceIds: ["a"],
    });
    assert.equal(json.headers.get("content-type"), "application/x-amz-json-1.1");
    assert.equal((await ecs("CreateCluster")).status, 500);
    const query = await send(gateway.url, { service: "iam", body: "Action=GetUser&Version=2010-05-08" });
    assert.equal(query.status, 404);
    assert.equal(
      query.text,
      `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The user with name &lt;x&gt; "&amp;" cannot be found.</Message></Error><RequestId>${query.headers.get("x-amzn-requestid")}</RequestId></ErrorResponse>`,
    );
    const ec2 = await send(gateway.url, { service: "ec2", body: "Action=RunInstances&Version=2016-11-15" });
    assert.match(
      ec2.text,
      /^<\?xml[^>]*\?>\n<Response><Errors><Error><Code>NotImplemented<\/Code><Message>[^<]*<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });

  it("refuses a body of more than a mebibyte", async () => {
    const largest = await ecs("ListClusters", `{"nextToken":"${"a".repeat(1024 * 1024 - 16)}"}`);
    assert.equal(largest.status, 200);
    const declared = await ecs("ListClusters", `{"nextToken":"${"a".repeat(1024 * 1024)}"}`);
    assert.deepEqual([declared.status, errorOf(declared.text).code], [413, "RequestEntityTooLarge"]);
    const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
    const chunked = await raw(
      gateway.port,
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-amz-json-1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`,
    );
    assert.match(chunked, /^HTTP\/1\.1 413 /);
    assert.match(chunked, /"__type":"RequestEntityTooLarge"/);
  });

  it("survives what is no HTTP", async () => {
    assert.match(await raw(gateway.port, "SSH-2.0-OpenSSH_9.2\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.match(
      await raw(gateway.port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(70_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 /,
    );
    const smuggled =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert.match(await raw(gateway.port, smuggled), /^HTTP\/1\.1 400 /);
    assert.equal((await ecs("ListClusters")).status, 200);
  });
});

describe("a gateway that closes", () => {
  it("answers who is in, then lets go of idle connections", async () => {
    const gateway = await startTestGateway({
      services: fakeServices({ ecs: [], iam: [], sts: [], ec2: [] }),
    });
    const agent = new Agent({ keepAlive: true });
    const health = () =>
      new Promise<string | undefined>((resolve, reject) => {
        httpRequest(`${gateway.url}/health`, { agent }, (response) => {
          response.resume();
          response.on("end", () => resolve(response.headers.connection));
        })
          .on("error", reject)
          .end();
      });
    assert.equal(await health(), "keep-alive");
    const slow = connect(gateway.port, "127.0.0.1");
    let text = "";
    slow.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    const ended = new Promise((resolve) => slow.on("close", resolve));
    // Why "Expect": its answer tells that the request has arrived and waits for its body.
    slow.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    await new Promise((resolve) => slow.once("data", resolve));
    const closed = gateway.close();
    slow.write("{}");
    await Promise.all([closed, ended]);
    assert.match(text, /MissingAuthenticationToken/);
    assert.match(text, /^Connection: close\r$/m);
    await assert.rejects(health());
    agent.destroy();
  });

  it("can't be opened where somebody else listens", async () => {
    const first = await startTestGateway({ services: [] });
    const second = await startTestGateway({ services: [] });
    await second.gateway.close();
    await assert.rejects(second.gateway.listen({ host: "127.0.0.1", port: first.port }), {
      code: "EADDRINUSE",
    });
    await first.close();
  });
});
