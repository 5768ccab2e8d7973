import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { instanceTable } from "../../../ec2/index.ts";
import { HEALTH } from "../../classic/instances/instance-health.ts";
import { classicInstanceTable } from "../../classic/table.ts";
import { freePort } from "../testing/free-port.ts";
import { ask } from "../testing/web.ts";
import { type ClassicScene, openClassicScene } from "./testing/classic-scene.ts";
import { isCheck, type Machine, openMachine } from "./testing/machines.ts";
import { classicRow, instanceRow, listener, machineRow, policy } from "./testing/rows.ts";

const problems: string[] = [];
let scene: ClassicScene;
let instancePort: number;
let machines: Readonly<Record<"i-1" | "i-2", Machine>>;
before(async () => {
  scene = await openClassicScene({ onProblem: (message) => problems.push(message) });
  instancePort = await freePort();
  machines = { "i-1": await openMachine("i-1", instancePort), "i-2": await openMachine("i-2", instancePort) };
});
after(async () => {
  await scene.close();
  for (const machine of Object.values(machines)) await machine.close();
});

const healthCheck = () => ({ ...classicRow("x").healthCheck, target: `HTTP:${instancePort}/ping` });
const bodies = async (port: number, count = 10): Promise<readonly string[]> =>
  [
    ...new Set((await Promise.all(Array.from({ length: count }, () => ask(port)))).map(({ body }) => body)),
  ].sort();

describe("a Classic Load Balancer", () => {
  it("answers 503 without instances, lets in those that pass a check, and shares requests out", async () => {
    const port = await freePort();
    const web = classicRow("http", {
      listeners: [listener({ loadBalancerPort: port, instancePort })],
      healthCheck: healthCheck(),
    });
    await scene.set(web);
    assert.equal((await ask(port)).status, 503);
    await scene.set(instanceRow(web, "i-1"), instanceRow(web, "i-2"));
    await scene.inService("i-1", "i-2");
    assert.deepEqual(await bodies(port), ["i-1", "i-2"]);

    let seen: Readonly<Record<string, unknown>> = {};
    for (const machine of Object.values(machines))
      machine.answer((request, response) => {
        if (!isCheck(request)) seen = request.headers;
        response.end(request.url);
      });
    assert.equal((await ask(port, "/a?b=c")).body, "/a?b=c");
    assert.equal(seen["x-forwarded-for"], "127.0.0.1");
    assert.equal(seen["x-forwarded-proto"], "http");
    assert.equal(seen["x-forwarded-port"], String(port));
  });

  it("sends nothing to an instance that answers its check with anything but 200, not even when it is alone", async () => {
    const port = await freePort();
    const web = classicRow("sick", {
      listeners: [listener({ loadBalancerPort: port, instancePort })],
      healthCheck: healthCheck(),
    });
    machines["i-1"].answer((request, response) => {
      response.statusCode = isCheck(request) ? 204 : 200;
      response.end("i-1");
    });
    machines["i-2"].answer((_, response) => response.end("i-2"));
    await scene.set(web, instanceRow(web, "i-1", { registeredAt: 1 }));
    const mine = (id: string) =>
      scene.state.table(classicInstanceTable).get(`123456789012/us-east-1/sick ${id}`);
    await scene.untilRow("i-1", () => mine("i-1")?.description === HEALTH.failing.description);
    assert.equal(mine("i-1")?.reasonCode, "Instance");
    await scene.balancing.settled();
    assert.equal((await ask(port)).status, 503);
    await scene.set(instanceRow(web, "i-2"));
    await scene.untilRow("i-2", () => mine("i-2")?.state === "InService");
    await scene.balancing.settled();
    assert.deepEqual(await bodies(port), ["i-2"]);
    machines["i-1"].answer((_, response) => response.end("i-1"));
    await scene.untilRow("i-1", () => mine("i-1")?.state === "InService");
  });

  it("keeps a client with its instance by a cookie of its own", async () => {
    const port = await freePort();
    const sticky = policy("sticky", "LBCookieStickinessPolicyType", { CookieExpirationPeriod: "60" });
    const web = classicRow("sticky", {
      listeners: [listener({ loadBalancerPort: port, instancePort, policyNames: ["sticky"] })],
      policies: [sticky],
      healthCheck: healthCheck(),
    });
    await scene.set(
      web,
      instanceRow(web, "i-1", HEALTH.inService),
      instanceRow(web, "i-2", HEALTH.inService),
    );
    const first = await ask(port);
    const [cookie = ""] = [first.headers["set-cookie"]].flat();
    assert.match(cookie, /^AWSELB=[^;]+;.*Max-Age=60/i);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    const again = await Promise.all(Array.from({ length: 6 }, () => ask(port, "/", { headers })));
    assert.deepEqual([...new Set(again.map(({ body }) => body))], [first.body]);
  });

  it("keeps a client with its instance by a cookie of the application", async () => {
    const port = await freePort();
    for (const [id, machine] of Object.entries(machines))
      machine.answer((request, response) => {
        if (request.url === "/login") response.setHeader("set-cookie", `sid=${id}; Path=/`);
        response.end(id);
      });
    const web = classicRow("app", {
      listeners: [listener({ loadBalancerPort: port, instancePort, policyNames: ["app"] })],
      policies: [policy("app", "AppCookieStickinessPolicyType", { CookieName: "sid" })],
      healthCheck: healthCheck(),
    });
    await scene.set(
      web,
      instanceRow(web, "i-1", HEALTH.inService),
      instanceRow(web, "i-2", HEALTH.inService),
    );
    const { body: id } = await ask(port, "/login");
    const headers = { cookie: `sid=${id}` };
    const again = await Promise.all(Array.from({ length: 6 }, () => ask(port, "/", { headers })));
    assert.deepEqual([...new Set(again.map(({ body }) => body))], [id]);
  });

  it("lets requests end while an instance is drained, and forgets it as soon as they have", async () => {
    const port = await freePort();
    const web = classicRow("drain", {
      listeners: [listener({ loadBalancerPort: port, instancePort })],
      healthCheck: healthCheck(),
      attributes: {
        ...classicRow("x").attributes,
        connectionDraining: { enabled: true, timeout: 300 },
      },
    });
    let release = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      machines["i-1"].answer((request, response) => {
        if (request.url !== "/slow") return response.end("i-1");
        release = () => response.end("slow");
        resolve();
      });
    });
    machines["i-2"].answer((_, response) => response.end("i-2"));
    const row = instanceRow(web, "i-1", HEALTH.inService);
    await scene.set(web, row);
    const slow = ask(port, "/slow");
    await arrived;
    await scene.set(instanceRow(web, "i-2", HEALTH.inService), { ...row, deregisteredAt: Date.now() });
    assert.deepEqual(await bodies(port), ["i-2"]);
    const table = scene.state.table(classicInstanceTable);
    const key = `${row.loadBalancer} i-1`;
    assert.notEqual(table.get(key), undefined);
    release();
    assert.equal((await slow).body, "slow");
    await scene.untilRow("i-1", () => table.get(key) === undefined);
  });

  it("ends connections with the registration where nothing is drained", async () => {
    const port = await freePort();
    const web = classicRow("cut", {
      listeners: [listener({ loadBalancerPort: port, instancePort })],
      healthCheck: healthCheck(),
    });
    const arrived = new Promise<void>((resolve) => {
      machines["i-1"].answer((request, response) => {
        if (request.url === "/slow") resolve();
        else response.end("i-1");
      });
    });
    const row = instanceRow(web, "i-1", HEALTH.inService);
    await scene.set(web, row);
    const slow = ask(port, "/slow");
    await arrived;
    await scene.state.transact((state) =>
      state.table(classicInstanceTable).delete(`${row.loadBalancer} i-1`),
    );
    const outcome = await slow.then(
      ({ status }) => status,
      () => "closed",
    );
    assert.ok(outcome === "closed" || outcome === 502, String(outcome));
  });

  it("sends nothing to an instance that is stopped, and checks it when it is back", async () => {
    const port = await freePort();
    const web = classicRow("stop", {
      listeners: [listener({ loadBalancerPort: port, instancePort })],
      healthCheck: healthCheck(),
    });
    machines["i-1"].answer((_, response) => response.end("i-1"));
    await scene.set(
      web,
      instanceRow(web, "i-1", HEALTH.inService),
      instanceRow(web, "i-2", HEALTH.inService),
    );
    const key = "123456789012/us-east-1/stop i-2";
    const row = () => scene.state.table(classicInstanceTable).get(key);
    const machine = (state: "stopped" | "running") =>
      scene.state.transact((transaction) =>
        transaction.table(instanceTable).put(machineRow("i-2", { state })),
      );
    await machine("stopped");
    await scene.untilRow("i-2", () => row()?.description === HEALTH.registering.description);
    await scene.balancing.settled();
    assert.deepEqual(await bodies(port), ["i-1"]);
    await machine("running");
    await scene.untilRow("i-2", () => row()?.state === "InService");
    await scene.balancing.settled();
    assert.deepEqual(await bodies(port), ["i-1", "i-2"]);
  });

  it("tells the operator once of a listener that it does not carry, and why", async () => {
    const web = classicRow("refused", {
      listeners: [listener({ protocol: "HTTPS", loadBalancerPort: await freePort(), instancePort })],
      healthCheck: healthCheck(),
    });
    await scene.set(web);
    await scene.set({ ...web, createdAt: 1 });
    const [message, ...more] = problems.filter((text) => text.includes("refused"));
    assert.match(
      message ?? "",
      /^Classic Load Balancer refused, port \d+: The listener has no server certificate$/,
    );
    assert.deepEqual(more, []);
  });
});

describe("a Classic Load Balancer without HAProxy", () => {
  it("knows nothing of its instances, and lets deregistered ones go", async () => {
    const bare = await openClassicScene({ program: undefined });
    const web = classicRow("bare", {
      listeners: [listener({})],
      attributes: {
        ...classicRow("x").attributes,
        connectionDraining: { enabled: true, timeout: 300 },
      },
    });
    await bare.set(web, instanceRow(web, "i-1"));
    assert.equal(bare.row("i-1")?.state, "Unknown");
    assert.equal(bare.row("i-1")?.description, "A transient error occurred. Please try again later.");
    await bare.set(instanceRow(web, "i-1", { deregisteredAt: Date.now() }));
    await bare.untilRow("i-1", (row) => row === undefined);
    await bare.close();
  });
});
