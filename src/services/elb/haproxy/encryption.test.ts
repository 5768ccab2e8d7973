import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { request } from "node:https";
import { connect, createServer } from "node:net";
import { after, describe, it } from "node:test";
import { connect as connectTls } from "node:tls";
import { selfMadeCertificate } from "../../iam/testing/self-made-certificate.ts";
import { freePorts } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

/** The name that the certificate shown for a server name is made out to, and the protocol agreed on. */
const handshake = (
  port: number,
  servername: string,
): Promise<{ readonly name: string; readonly protocol: string }> =>
  new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: "127.0.0.1", port, servername, rejectUnauthorized: false, ALPNProtocols: ["h2", "http/1.1"] },
      () => {
        const { subject } = socket.getPeerCertificate();
        resolve({ name: String(subject.CN), protocol: String(socket.alpnProtocol) });
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });

/** What a request over TLS is answered. */
const askSecurely = (port: number, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port,
        servername: host,
        headers: { host },
        rejectUnauthorized: false,
        agent: false,
      },
      (response) => {
        response.setEncoding("utf8");
        let body = "";
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve(body));
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });

const health = (protocol: string) => ({ ...groupRow("x").healthCheck, protocol });

describe("listeners with TLS and TCP", async () => {
  const names = ["one.test", "two.test", "extra.test"];
  const certificates = new Map(
    names.map((name) => {
      const { certificate, privateKey } = selfMadeCertificate({ name });
      return [`arn:${name}` as string, { chainPem: certificate, keyPem: privateKey }] as const;
    }),
  );
  const scene = await openScene({ certificateOf: (arn) => certificates.get(arn) });
  const [secure = 0, tcp = 0, tls = 0, proxied = 0] = await freePorts(4);
  const [one, two] = [await openWeb("one"), await openWeb("two")];
  /** What each connection sent. */
  const heard: Buffer[] = [];
  const raw = createServer((socket) => {
    socket.on("error", () => {});
    let so = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      // What was sent at once may come in pieces.
      so = Buffer.concat([so, chunk]);
      if (!so.includes("hello")) return;
      heard.push(so);
      socket.end("bye");
    });
  });
  await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  const address = raw.address();
  const rawPort = typeof address === "object" && address !== null ? address.port : 0;
  after(async () => {
    await scene.close();
    await one.close();
    await two.close();
    raw.close();
  });

  const balancers = [balancerRow("one"), balancerRow("two")] as const;
  const groups = [groupRow("one"), groupRow("two")] as const;
  const network = balancerRow("net", { type: "network" });
  const tcpGroup = groupRow("tcp", {
    protocol: "TCP",
    protocolVersion: undefined,
    healthCheck: health("TCP"),
  });
  const proxiedGroup = groupRow("proxied", {
    protocol: "TCP",
    healthCheck: health("TCP"),
    attributes: { "proxy_protocol_v2.enabled": "true" },
  });
  const https = (index: 0 | 1, certificateArns: readonly string[]) =>
    listenerRow(balancers[index], secure, [groups[index]], { protocol: "HTTPS", certificateArns });
  await scene.put(
    ...balancers,
    ...groups,
    https(0, ["arn:one.test", "arn:extra.test"]),
    https(1, ["arn:two.test"]),
    network,
    tcpGroup,
    proxiedGroup,
    listenerRow(network, tcp, [tcpGroup], { protocol: "TCP" }),
    listenerRow(network, tls, [tcpGroup], { protocol: "TLS", certificateArns: ["arn:two.test"] }),
    listenerRow(network, proxied, [proxiedGroup], { protocol: "TCP" }),
    targetRow(groups[0], one.port),
    targetRow(groups[1], two.port),
    targetRow(tcpGroup, rawPort),
    targetRow(proxiedGroup, rawPort),
  );
  await Promise.all([
    scene.until(groups[0], one.port, "healthy"),
    scene.until(groups[1], two.port, "healthy"),
    scene.until(tcpGroup, rawPort, "healthy"),
    scene.until(proxiedGroup, rawPort, "healthy"),
  ]);
  await scene.balancing.settled();

  it("show each load balancer's own certificate, and others by their names", async () => {
    assert.equal((await handshake(secure, balancers[0].dnsName)).name, "one.test");
    assert.equal((await handshake(secure, balancers[1].dnsName)).name, "two.test");
    assert.equal((await handshake(secure, "extra.test")).name, "extra.test");
    assert.equal((await handshake(secure, "unknown.test")).name, "one.test");
  });

  it("share a port by host, and tell targets that the client came over HTTPS", async () => {
    let proto = "";
    one.answer((incoming, response) => {
      proto = String(incoming.headers["x-forwarded-proto"] ?? proto);
      response.end("one");
    });
    assert.equal(await askSecurely(secure, balancers[0].dnsName), "one");
    assert.equal(await askSecurely(secure, balancers[1].dnsName), "two");
    assert.equal(proto, "https");
  });

  it("speak HTTP/2", async () => {
    assert.equal((await handshake(secure, balancers[0].dnsName)).protocol, "h2");
    const session = connectHttp2(`https://127.0.0.1:${secure}`, {
      servername: balancers[0].dnsName,
      rejectUnauthorized: false,
    });
    const stream = session.request({ ":path": "/", ":authority": balancers[0].dnsName });
    const [headers] = await new Promise<readonly [Record<string, unknown>]>((resolve) =>
      stream.on("response", (got) => resolve([{ ...got }])),
    );
    assert.equal(headers[":status"], 200);
    session.destroy();
  });

  const exchange = (port: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("hello"));
      socket.on("data", (chunk) => resolve(chunk.toString()));
      socket.on("error", reject);
    });

  it("pass TCP on as it is", async () => {
    assert.equal(await exchange(tcp), "bye");
    assert.ok(heard.some((chunk) => chunk.toString() === "hello"));
  });

  it("say in front of it whose it is, where that is wanted", async () => {
    assert.equal(await exchange(proxied), "bye");
    const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n");
    assert.ok(heard.some((chunk) => chunk.subarray(0, 12).equals(signature) && chunk.includes("hello")));
  });

  it("end TLS for a network load balancer", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connectTls({ host: "127.0.0.1", port: tls, rejectUnauthorized: false }, () =>
        socket.write("hello"),
      );
      socket.on("data", (chunk) => resolve(chunk.toString()));
      socket.on("error", reject);
    });
    assert.equal(answer, "bye");
  });

  it("can't share a port of TCP, and name who has it", async () => {
    const other = balancerRow("other", { type: "network" });
    await scene.put(other, listenerRow(other, tcp, [], { protocol: "TCP" }));
    assert.deepEqual(scene.balancer(other)?.state, {
      code: "failed",
      reason: `Port ${tcp} is already that of load balancer net (TCP)`,
    });
  });

  it("say nothing of another account's load balancers", async () => {
    const arn = "arn:aws:elasticloadbalancing:us-east-1:999999999999:loadbalancer/net/theirs/1";
    const other = balancerRow("theirs", { type: "network", accountId: "999999999999", arn });
    await scene.put(other, listenerRow(other, tcp, [], { protocol: "TCP" }));
    assert.equal(
      scene.balancer(other)?.state.reason,
      `Port ${tcp} is already that of load balancer of another account (TCP)`,
    );
  });

  it("wait for their certificate", async () => {
    const other = balancerRow("late");
    const [port = 0] = await freePorts(1);
    await scene.put(
      other,
      listenerRow(other, port, [], { protocol: "HTTPS", certificateArns: ["arn:missing"] }),
    );
    assert.equal(
      scene.balancer(other)?.state.reason,
      "The server certificate arn:missing is not to be found",
    );
    await assert.rejects(ask(port));
  });
});
