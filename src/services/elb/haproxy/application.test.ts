import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { freePort } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

describe("an application load balancer", async () => {
  const scene = await openScene();
  const port = await freePort();
  const [one, two] = [await openWeb("one"), await openWeb("two")];
  after(async () => {
    await scene.close();
    await one.close();
    await two.close();
  });
  const balancer = balancerRow("web");
  const group = groupRow("web", { attributes: { "deregistration_delay.timeout_seconds": "0" } });

  it("answers 503 while it has no target, and is active", async () => {
    await scene.put(balancer, group, listenerRow(balancer, port, [group]));
    assert.deepEqual(scene.balancer(balancer)?.state, { code: "active" });
    const answer = await ask(port);
    assert.equal(answer.status, 503);
    assert.equal(answer.headers["server"], "awselb/2.0");
    assert.match(
      answer.body,
      /<h1>503 Service Temporarily Unavailable<\/h1>|<h1>503 Service Unavailable<\/h1>/,
    );
  });

  it("makes a target healthy with its first passed check, and sends it requests", async () => {
    await scene.put(targetRow(group, one.port));
    await scene.until(group, one.port, "healthy");
    await scene.balancing.settled();
    let seen: Readonly<Record<string, unknown>> = {};
    one.answer((request, response) => {
      if (request.headers["user-agent"] !== "ELB-HealthChecker/2.0") seen = request.headers;
      response.end("one");
    });
    const answer = await ask(port, "/", { headers: { "X-Forwarded-For": "10.1.2.3" } });
    assert.equal(answer.body, "one");
    assert.equal(seen["x-forwarded-for"], "10.1.2.3, 127.0.0.1");
    assert.equal(seen["x-forwarded-proto"], "http");
    assert.equal(seen["x-forwarded-port"], String(port));
    assert.match(String(seen["x-amzn-trace-id"]), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/i);
  });

  it("shares requests out, and gives none to a deregistered target", async () => {
    await scene.put(targetRow(group, two.port));
    await scene.until(group, two.port, "healthy");
    await scene.balancing.settled();
    const bodies = await Promise.all(Array.from({ length: 10 }, () => ask(port)));
    assert.deepEqual([...new Set(bodies.map(({ body }) => body))].sort(), ["one", "two"]);
    await scene.put({ ...targetRow(group, one.port), health: { state: "draining" }, deregisteredAt: 1 });
    const later = await Promise.all(Array.from({ length: 10 }, () => ask(port)));
    assert.deepEqual([...new Set(later.map(({ body }) => body))], ["two"]);
  });

  it("says why a target is unhealthy, and still sends it requests when there is no other", async () => {
    two.answer((request, response) => {
      response.statusCode = request.headers["user-agent"] === "ELB-HealthChecker/2.0" ? 503 : 200;
      response.end("two");
    });
    const row = await scene.until(group, two.port, "unhealthy");
    assert.deepEqual(row.health, {
      state: "unhealthy",
      reason: "Target.ResponseCodeMismatch",
      description: "Health checks failed with these codes: [503]",
    });
    assert.equal((await ask(port)).body, "two");
  });
});
