import assert from "node:assert/strict";
import { request } from "node:https";
import { after, describe, it } from "node:test";
import { selfMadeCertificate } from "../../iam/testing/self-made-certificate.ts";
import { loadBalancerDnsName, withoutDoor } from "../dns-name.ts";
import { freePorts } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

const statusOverTls = (port: number, host: string): Promise<number> =>
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
      (response) => resolve(response.resume().statusCode ?? 0),
    );
    outgoing.on("error", reject);
    outgoing.end();
  });

describe("the door, where ports below 1024 can't be bound", async () => {
  const { certificate, privateKey } = selfMadeCertificate({ name: "door.test" });
  const [door = 0, high = 0] = await freePorts(2);
  const scene = await openScene({
    doorPort: door,
    canBind: (port) => port >= 1024,
    certificateOf: () => ({ chainPem: certificate, keyPem: privateKey }),
  });
  const web = await openWeb("web");
  after(async () => {
    await scene.close();
    await web.close();
  });
  const [one, two] = [balancerRow("one"), balancerRow("two")];
  const group = groupRow("web");
  const answer = (status: string) => ({
    defaultActions: [{ Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: status } }],
  });
  await scene.put(
    one,
    two,
    group,
    listenerRow(one, 80, [], {
      defaultActions: [
        { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
      ],
    }),
    listenerRow(one, 443, [group], { protocol: "HTTPS", certificateArns: ["arn:a"] }),
    listenerRow(two, 80, [], answer("204")),
    listenerRow(two, 443, [], { protocol: "HTTPS", certificateArns: ["arn:a"], ...answer("404") }),
    targetRow(group, web.port),
  );
  await scene.until(group, web.port, "healthy");
  await scene.balancing.settled();

  it("is part of the names that lead to it", async () => {
    assert.equal(scene.balancer(one)?.dnsName, `${one.dnsName}:${door}`);
    const plain = balancerRow("plain");
    await scene.put(plain);
    assert.equal(scene.balancer(plain)?.dnsName, `${plain.dnsName}:${door}`);
    await scene.put(listenerRow(plain, high, [], answer("200")));
    assert.equal(scene.balancer(plain)?.dnsName, plain.dnsName);
    assert.equal(
      loadBalancerDnsName("Web", 1, "us-west-2", "internal", 8480),
      "internal-web-1.us-west-2.elb.localhost:8480",
    );
    assert.equal(withoutDoor("web.localhost:8480"), "web.localhost");
  });

  it("leads HTTP and TLS to each load balancer's own listeners", async () => {
    const status = async (host: string) =>
      (await ask(door, "/", { headers: { host: `${host}:${door}` } })).status;
    assert.equal(await status(one.dnsName), 301);
    assert.equal(await status(two.dnsName), 204);
    assert.equal(await statusOverTls(door, one.dnsName), 200);
    assert.equal(await statusOverTls(door, two.dnsName), 404);
  });

  it("is where redirects to such ports lead, and what targets are told", async () => {
    const { headers } = await ask(door, "/a?b", { headers: { host: `${one.dnsName}:${door}` } });
    assert.equal(headers["location"], `https://${one.dnsName}:${door}/a?b`);
    const seen: string[] = [];
    web.answer((incoming, response) => {
      seen.push(`${incoming.headers["x-forwarded-port"]} ${incoming.headers["x-forwarded-for"]}`);
      response.end();
    });
    await statusOverTls(door, one.dnsName);
    assert.ok(seen.includes(`${door} 127.0.0.1`), String(seen));
  });

  it("does not help TCP, which says what would", async () => {
    const tcp = balancerRow("tcp", { type: "network" });
    await scene.put(tcp, listenerRow(tcp, 25, [], { protocol: "TCP" }));
    assert.equal(scene.balancer(tcp)?.state.code, "failed");
    assert.match(
      scene.balancer(tcp)?.state.reason ?? "",
      /^Port 25 can't be bound by this user.*sysctl net\.ipv4/,
    );
  });
});
