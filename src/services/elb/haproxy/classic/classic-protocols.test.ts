import assert from "node:assert/strict";
import { request } from "node:https";
import { connect as connectTcp, createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { connect as connectTls } from "node:tls";
import { serverCertificateTable } from "../../../iam/index.ts";
import { selfMadeCertificate } from "../../../iam/testing/self-made-certificate.ts";
import { HEALTH } from "../../classic/instances/instance-health.ts";
import { securityPolicy } from "../../classic/policies/security-policies.ts";
import { freePort } from "../testing/free-port.ts";
import { type ClassicScene, openClassicScene } from "./testing/classic-scene.ts";
import { type Machine, openMachine } from "./testing/machines.ts";
import { classicRow, instanceRow, listener, policy } from "./testing/rows.ts";

let scene: ClassicScene;
let instancePort: number;
let machine: Machine;
before(async () => {
  scene = await openClassicScene();
  instancePort = await freePort();
  machine = await openMachine("i-1", instancePort);
});
after(async () => {
  await scene.close();
  await machine.close();
});

const healthCheck = () => ({ ...classicRow("x").healthCheck, target: `HTTP:${instancePort}/ping` });

describe("a Classic Load Balancer for other protocols than HTTP", () => {
  it("ends TLS with a certificate from IAM, and tells the instance so", async () => {
    const { certificate, privateKey } = selfMadeCertificate({ name: "secure.test" });
    const arn = "arn:aws:iam::123456789012:server-certificate/secure";
    await scene.state.transact((state) =>
      state.table(serverCertificateTable).put({
        id: "ASCA1",
        accountId: "123456789012",
        name: "secure",
        path: "/",
        arn,
        uploadedAt: 0,
        expiresAt: 0,
        certificateBody: certificate,
        privateKey,
        tags: [],
      }),
    );
    const strict = securityPolicy("ELBSecurityPolicy-TLS-1-2-2017-01");
    assert.ok(strict);
    const port = await freePort();
    const web = classicRow("secure", {
      listeners: [
        listener({
          protocol: "HTTPS",
          loadBalancerPort: port,
          instancePort,
          certificateArn: arn,
          policyNames: [strict.name],
        }),
      ],
      policies: [strict],
      healthCheck: healthCheck(),
    });
    machine.answer((request, response) => response.end(request.headers["x-forwarded-proto"]));
    await scene.set(web, instanceRow(web, "i-1", HEALTH.inService));
    const body = await new Promise<string>((resolve, reject) => {
      request(
        { host: "127.0.0.1", port, servername: "secure.test", ca: certificate, agent: false },
        (response) => {
          response.setEncoding("utf8").once("data", resolve);
        },
      )
        .on("error", reject)
        .end();
    });
    assert.equal(body, "https");
    const isLetIn = (ciphers: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connectTls({
          ...{ host: "127.0.0.1", port, rejectUnauthorized: false, maxVersion: "TLSv1.2", ciphers },
        });
        const end = (value: boolean) => {
          socket.destroy();
          resolve(value);
        };
        socket.on("error", () => end(false));
        socket.on("secureConnect", () => end(true));
      });
    assert.equal(await isLetIn("ECDHE-ECDSA-AES128-SHA256"), true);
    assert.equal(await isLetIn("ECDHE-ECDSA-AES128-SHA"), false);
  });

  it("carries TCP, and says whose connection it is where the policy wants it", async () => {
    let heard = "";
    const server = createServer((socket) => {
      let text = "";
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        text += chunk.toString();
        if (!text.endsWith("hello")) return;
        heard = text;
        socket.end("bye");
      });
    });
    server.unref();
    const tcpPort = await freePort();
    await new Promise<void>((resolve) => server.listen(tcpPort, "127.0.0.1", resolve));
    const port = await freePort();
    const web = classicRow("tcp", {
      listeners: [
        listener({
          protocol: "TCP",
          instanceProtocol: "TCP",
          loadBalancerPort: port,
          instancePort: tcpPort,
        }),
      ],
      policies: [policy("proxy", "ProxyProtocolPolicyType", { ProxyProtocol: "true" })],
      backendPolicies: [{ instancePort: tcpPort, policyNames: ["proxy"] }],
      healthCheck: { ...healthCheck(), target: `TCP:${tcpPort}` },
    });
    await scene.set(web, instanceRow(web, "i-1", HEALTH.inService));
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connectTcp(port, "127.0.0.1");
      socket.on("error", reject);
      socket.once("data", (chunk) => resolve(chunk.toString()));
      socket.write("hello");
    });
    assert.equal(answer, "bye");
    assert.match(heard, /^PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 \d+ \d+\r\nhello$/);
    server.close();
  });
});
