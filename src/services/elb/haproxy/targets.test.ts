import assert from "node:assert/strict";
import { Agent } from "node:http";
import { after, describe, it } from "node:test";
import { targetKey, targetTable } from "../v2/targets/table.ts";
import { freePorts } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

describe("the targets of a target group", async () => {
  const scene = await openScene();
  const ports = await freePorts(4);
  const [one, two] = [await openWeb("one"), await openWeb("two")];
  const [dead = 0] = await freePorts(1);
  after(async () => {
    await scene.close();
    await one.close();
    await two.close();
  });
  const balancer = balancerRow("web");

  it("keep the clients that have their cookie, until they leave", async () => {
    const group = groupRow("sticky", {
      attributes: { "stickiness.enabled": "true", "stickiness.type": "lb_cookie" },
    });
    const port = ports[0] ?? 0;
    await scene.put(balancer, group, listenerRow(balancer, port, [group]));
    await scene.put(targetRow(group, one.port));
    await scene.put(targetRow(group, two.port));
    await scene.until(group, one.port, "healthy");
    await scene.until(group, two.port, "healthy");
    await scene.balancing.settled();
    const first = await ask(port);
    const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
    assert.match(cookie, /^AWSALB=./);
    const stay = async () =>
      new Set(
        (await Promise.all(Array.from({ length: 8 }, () => ask(port, "/", { headers: { cookie } })))).map(
          ({ body }) => body,
        ),
      );
    assert.deepEqual([...(await stay())], [first.body]);
    const gone = targetRow(group, first.body === "one" ? one.port : two.port);
    await scene.put({ ...gone, health: { state: "draining" }, deregisteredAt: Date.now() });
    assert.deepEqual([...(await stay())], [first.body === "one" ? "two" : "one"]);
  });

  it("that come while HAProxy runs answer many requests over one connection", async () => {
    const [keptPort = 0] = await freePorts(1);
    const web = await openWeb("kept");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    after(() => web.close());
    after(() => agent.destroy());
    const connections = new Set<number | undefined>();
    web.answer((incoming, response) => {
      if (incoming.url === "/kept") connections.add(incoming.socket.remotePort);
      response.end("kept");
    });
    const keeping = balancerRow("keeping");
    const group = groupRow("keeping");
    await scene.put(keeping, group, listenerRow(keeping, keptPort, [group]));
    await scene.balancing.settled();
    await scene.put(targetRow(group, web.port));
    await scene.until(group, web.port, "healthy");
    for (let count = 0; count < 20; count += 1) {
      assert.equal((await ask(keptPort, "/kept", { agent })).body, "kept");
    }
    assert.equal(connections.size, 1);
  });

  it("get few requests at first where the target group starts slowly", async () => {
    const [slowPort = 0] = await freePorts(1);
    const [old, young] = [await openWeb("old"), await openWeb("young")];
    after(() => Promise.all([old.close(), young.close()]));
    const starting = balancerRow("starting");
    const group = groupRow("starting", { attributes: { "slow_start.duration_seconds": "900" } });
    await scene.put(starting, group, listenerRow(starting, slowPort, [group]), {
      ...targetRow(group, old.port),
      health: { state: "healthy" },
    });
    await scene.put(targetRow(group, young.port));
    await scene.until(group, young.port, "healthy");
    await scene.balancing.settled();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(slowPort)));
    const early = answers.filter(({ body }) => body === "young").length;
    assert.ok(early > 0 && early < 25, String(early));
  });

  it("end their connections before they go, and are forgotten after the delay", async () => {
    const group = groupRow("slow", { attributes: { "deregistration_delay.timeout_seconds": "1" } });
    const port = ports[1] ?? 0;
    const arrival = Promise.withResolvers<() => void>();
    one.answer((request, response) => {
      if (request.url === "/slow") arrival.resolve(() => response.end("slow"));
      else response.end("one");
    });
    const row = targetRow(group, one.port);
    await scene.put(balancer, group, listenerRow(balancer, port, [group]), row);
    await scene.until(group, one.port, "healthy");
    await scene.balancing.settled();
    const pending = ask(port, "/slow");
    const answer = await arrival.promise;
    const gone = new Promise<void>((resolve) => {
      const stop = scene.state.subscribe(targetTable, ({ key, after: now }) => {
        if (key !== targetKey(row) || now !== undefined) return;
        stop();
        resolve();
      });
    });
    await scene.put({ ...row, health: { state: "draining" }, deregisteredAt: Date.now() });
    assert.equal((await ask(port)).status, 503);
    answer();
    assert.equal((await pending).body, "slow");
    await gone;
    assert.equal(scene.target(group, one.port), undefined);
  });

  it("are unhealthy when nothing listens, and a request gets 502", async () => {
    const group = groupRow("dead");
    const port = ports[2] ?? 0;
    await scene.put(balancer, group, listenerRow(balancer, port, [group]), targetRow(group, dead));
    const row = await scene.until(group, dead, "unhealthy");
    assert.deepEqual(row.health, {
      state: "unhealthy",
      reason: "Target.FailedHealthChecks",
      description: "Health checks failed",
    });
    const answer = await ask(port);
    assert.equal(answer.status, 502);
    assert.equal(answer.headers["server"], "awselb/2.0");
  });

  it("cost no request when they die, and are counted", async () => {
    const group = groupRow("mortal");
    const port = ports[3] ?? 0;
    const mortal = await openWeb("mortal");
    await scene.put(balancer, group, listenerRow(balancer, port, [group]), targetRow(group, two.port));
    await scene.put(targetRow(group, mortal.port));
    await scene.until(group, two.port, "healthy");
    await scene.until(group, mortal.port, "healthy");
    await scene.balancing.settled();
    const bodies = async () =>
      (await Promise.all(Array.from({ length: 8 }, () => ask(port)))).map(({ body }) => body);
    assert.deepEqual([...new Set(await bodies())].sort(), ["mortal", "two"]);
    await mortal.close();
    assert.deepEqual([...new Set(await bodies())], ["two"]);
    const counted = (await scene.balancing.statistics()).filter(({ poolId }) => poolId === group.arn);
    assert.equal(
      counted.reduce((sum, { requests }) => sum + requests, 0),
      16,
    );
    assert.equal(
      (await scene.until(group, mortal.port, "unhealthy")).health.reason,
      "Target.FailedHealthChecks",
    );
  });
});
