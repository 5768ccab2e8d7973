import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PlannedPool } from "../plan/traffic-plan.ts";
import type { ServerReport } from "../runtime/report.ts";
import { Monitor } from "./monitor.ts";
import type { CheckResult } from "./result.ts";

const poolOf = (standing: "new" | "healthy" | "unhealthy"): PlannedPool => ({
  id: "pool",
  protocol: "http",
  tls: false,
  http2: false,
  proxyProtocol: "none",
  balance: "roundrobin",
  slowStart: 0,
  idleTimeout: 60,
  check: {
    protocol: "http",
    path: "/",
    http2: false,
    codes: [{ from: 200, to: 200 }],
    interval: 30,
    timeout: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 2,
  },
  targets: [{ id: "target", address: "10.0.0.1", port: 80, standing }],
});

const down = (cause: ServerReport["cause"], code?: number): ServerReport => ({
  pool: "",
  server: "",
  up: false,
  cause,
  timedOut: false,
  ...(code === undefined ? {} : { code }),
});

/** A monitor whose clock and checks are in the test's hand. */
const open = (standing: "new" | "healthy" | "unhealthy") => {
  let now = 0;
  let result: CheckResult = { kind: "passed" };
  let checks = 0;
  let ready = 0;
  const states: string[] = [];
  let timers: { readonly at: number; readonly action: () => void }[] = [];
  const monitor = new Monitor({
    world: {
      now: () => now,
      after: (milliseconds, action) => {
        const timer = { at: now + milliseconds, action };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    },
    probe: async () => {
      checks += 1;
      return result;
    },
    onHealth: (_, __, { state, description }) => states.push(description ?? state),
    onReady: () => {
      ready += 1;
    },
  });
  monitor.setPool(poolOf(standing));
  return {
    monitor,
    states,
    checks: () => checks,
    ready: () => ready,
    isIn: () => monitor.isInRotation("pool", "target"),
    answers: (next: CheckResult) => {
      result = next;
    },
    /** Lets so many seconds pass. */
    pass: async (seconds: number) => {
      const end = now + seconds * 1000;
      for (;;) {
        const next = timers.toSorted((one, other) => one.at - other.at).find(({ at }) => at <= end);
        if (next === undefined) break;
        timers = timers.filter((one) => one !== next);
        now = next.at;
        next.action();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
    },
  };
};

describe("a target", () => {
  it("that is new gets requests after its first passed check", async () => {
    const one = open("new");
    assert.equal(one.isIn(), false);
    await one.pass(0);
    assert.equal(one.isIn(), true);
    assert.equal(one.ready(), 1);
    assert.deepEqual(one.states, ["Initial health checks in progress", "healthy"]);
  });

  it("that is new and passes none is unhealthy once the threshold is reached", async () => {
    const one = open("new");
    one.answers({ kind: "code", code: 503 });
    await one.pass(29);
    assert.deepEqual(one.states, ["Initial health checks in progress"]);
    await one.pass(1);
    assert.equal(one.states.at(-1), "Health checks failed with these codes: [503]");
    one.answers({ kind: "passed" });
    await one.pass(60);
    assert.equal(one.isIn(), false);
    await one.pass(30);
    assert.equal(one.isIn(), true);
    assert.equal(one.states.at(-1), "healthy");
  });

  it("that refused one connection is out at once and back with the next passed check", async () => {
    const one = open("healthy");
    one.monitor.take("pool", "target", down("traffic"));
    assert.equal(one.isIn(), false);
    await one.pass(0);
    assert.equal(one.isIn(), true);
    assert.equal(one.ready(), 1);
    assert.ok(!one.states.some((state) => /failed/.test(state)));
  });

  it("that goes on refusing is unhealthy after as long as its checks would have taken", async () => {
    const one = open("healthy");
    one.answers({ kind: "failed" });
    one.monitor.take("pool", "target", down("traffic"));
    await one.pass(29);
    assert.deepEqual(one.states, []);
    await one.pass(1);
    assert.deepEqual(one.states, ["Health checks failed"]);
  });

  it("that HAProxy's checks found dead is unhealthy at once, with the code they got", () => {
    const one = open("healthy");
    one.monitor.take("pool", "target", down("checks", 500));
    assert.deepEqual(one.states, ["Health checks failed with these codes: [500]"]);
    one.monitor.take("pool", "target", { ...down("checks"), up: true });
    assert.equal(one.isIn(), true);
    assert.equal(one.states.at(-1), "healthy");
  });

  it("is checked no more when it is gone, nor while HAProxy checks it", async () => {
    const one = open("new");
    await one.pass(300);
    assert.equal(one.checks(), 1);
    const other = open("new");
    other.monitor.close();
    await other.pass(300);
    assert.equal(other.checks(), 0);
  });

  it("of a group without checks gets requests, and says that nobody looks", () => {
    const one = open("new");
    const { check: _, ...unchecked } = poolOf("new");
    one.monitor.setPool(unchecked);
    assert.equal(one.isIn(), true);
    assert.equal(one.states.at(-1), "Health checks are disabled for this target group");
  });
});
