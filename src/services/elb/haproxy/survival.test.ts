import assert from "node:assert/strict";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { listenerTable } from "../v2/listeners/table.ts";
import { HOW_TO_INSTALL } from "./process/find-haproxy.ts";
import { freePort, freePorts } from "./testing/free-port.ts";
import {
  balancerRow,
  groupRow,
  listenerRow,
  openScene,
  ruleRow,
  type Scene,
  targetRow,
} from "./testing/scene.ts";
import { ask, openWeb, type Web } from "./testing/web.ts";

const pidOf = (scene: Scene): number =>
  Number((JSON.parse(readFileSync(join(scene.folder, "running.json"), "utf8")) as { pid: number }).pid);

/** One load balancer with one healthy target. */
const openOne = async (
  context: TestContext,
): Promise<{ readonly scene: Scene; readonly web: Web; readonly port: number }> => {
  const [scene, web, port] = [await openScene(), await openWeb("web"), await freePort()];
  context.after(async () => {
    await scene.close();
    await web.close();
  });
  const [balancer, group] = [balancerRow("web"), groupRow("web")];
  await scene.put(balancer, group, listenerRow(balancer, port, [group]), targetRow(group, web.port));
  await scene.until(group, web.port, "healthy");
  await scene.balancing.settled();
  return { scene, web, port };
};

/** Asks until it is answered. */
const untilAnswered = async (port: number): Promise<string> => {
  for (;;) {
    const answer = await ask(port).catch(() => undefined);
    if (answer !== undefined) return answer.body;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe("the HAProxy that carries traffic", () => {
  it("is back after it was killed, with the same configuration", async (context) => {
    const { scene, port } = await openOne(context);
    const before = pidOf(scene);
    process.kill(before, "SIGKILL");
    assert.equal(await untilAnswered(port), "web");
    await scene.balancing.settled();
    assert.notEqual(pidOf(scene), before);
  });

  it("goes on without a control plane, and is taken over by the next without losing a request", async (context) => {
    const { scene, port } = await openOne(context);
    await scene.balancing.close(true);
    assert.equal((await ask(port)).body, "web");
    let stop = false;
    let failures = 0;
    let answers = 0;
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const client = async (): Promise<void> => {
      while (!stop) {
        await new Promise<void>((resolve) => {
          const outgoing = request({ host: "127.0.0.1", port, agent }, (response) => {
            if (response.statusCode !== 200) failures += 1;
            answers += 1;
            response.resume();
            response.on("end", resolve);
          });
          outgoing.on("error", () => {
            failures += 1;
            resolve();
          });
          outgoing.end();
        });
      }
    };
    const clients = Promise.all([client(), client(), client(), client()]);
    const before = pidOf(scene);
    await scene.again(true);
    assert.notEqual(pidOf(scene), before);
    const other = balancerRow("other");
    for (let round = 0; round < 3; round += 1)
      await scene.put(listenerRow(other, await freePort(), []), {
        ...other,
        attributes: { round: String(round) },
      });
    stop = true;
    await clients;
    agent.destroy();
    assert.equal(failures, 0);
    assert.ok(answers > 20, String(answers));
  });

  it("ends with a control plane that is closed, and leaves no keys behind", async (context) => {
    const { scene, port } = await openOne(context);
    await scene.balancing.close();
    await assert.rejects(async () => {
      for (;;) await ask(port);
    }, /ECONNREFUSED|ECONNRESET|hang up/);
    assert.deepEqual(
      readdirSync(scene.folder).filter((name) => name.startsWith("generation")),
      [],
    );
  });

  it("ends with the last listener, and comes with the next", async (context) => {
    const { scene, port } = await openOne(context);
    const listener = listenerRow(balancerRow("web"), port, [groupRow("web")]);
    await scene.state.transact((transaction) => transaction.table(listenerTable).delete(listener.arn));
    await new Promise((resolve) => setImmediate(resolve));
    await scene.balancing.settled();
    assert.equal(pidOf(scene), 0);
    await scene.put(listener);
    assert.equal(await untilAnswered(port), "web");
  });

  it("keeps its files and its socket to the owner", async (context) => {
    const { scene } = await openOne(context);
    const open = (path: string): boolean => (lstatSync(path).mode & 0o077) !== 0;
    const all = readdirSync(scene.folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(scene.folder, name),
    );
    assert.deepEqual(all.filter(open), []);
    assert.ok(all.length > 10);
  });

  it("lets nobody suffer for what it does not take from another", async (context) => {
    const { scene, port } = await openOne(context);
    const bad = balancerRow("bad");
    const listener = listenerRow(bad, port, []);
    await scene.put(
      bad,
      listener,
      ruleRow(listener, 1, {
        conditions: [{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["("] } }],
        actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } }],
      }),
    );
    assert.equal(scene.balancer(bad)?.state.code, "failed");
    assert.match(scene.balancer(bad)?.state.reason ?? "", /regex '\(' is invalid/);
    assert.doesNotMatch(scene.balancer(bad)?.state.reason ?? "", /tmp/);
    assert.equal(scene.balancer(balancerRow("web"))?.state.code, "active");
    assert.equal((await ask(port)).body, "web");
  });

  it("says who has a port that it can't have", async (context) => {
    const scene = await openScene();
    const [taken = 0, free = 0] = await freePorts(2);
    const holder = createServer();
    context.after(async () => {
      holder.close();
      await scene.close();
    });
    await new Promise<void>((resolve) => holder.listen(taken, "127.0.0.1", resolve));
    const balancer = balancerRow("web");
    const answer = {
      defaultActions: [{ Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: "204" } }],
    };
    await scene.put(
      balancer,
      listenerRow(balancer, taken, [], answer),
      listenerRow(balancer, free, [], answer),
    );
    const state = scene.balancer(balancer)?.state;
    assert.equal(state?.code, "active_impaired");
    assert.match(
      state?.reason ?? "",
      new RegExp(`^Port ${taken} is taken by .+ \\(process ${process.pid}\\)$`),
    );
    assert.equal((await ask(free)).status, 204);
  });

  it("says what to install where there is none, and the rest works", async () => {
    const scene = await openScene({ program: undefined });
    const balancer = balancerRow("web");
    await scene.put(balancer);
    assert.deepEqual(scene.balancer(balancer)?.state, { code: "failed", reason: HOW_TO_INSTALL });
    await scene.close();
  });
});
