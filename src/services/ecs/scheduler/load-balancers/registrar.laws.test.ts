import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createKeptStorage } from "../../agents/testing/kept-storage.ts";
import { taskTable } from "../../tasks/table.ts";
import { RegisteredFleet, TARGET_GROUP_ACTIONS } from "./testing/registered-fleet.ts";
import { watchOrder } from "./testing/watch-order.ts";

type Step =
  | { readonly kind: "scale"; readonly to: number }
  | { readonly kind: "deploy" | "restart" | "settle" }
  | { readonly kind: "kill" | "stop" | "sicken"; readonly which: number }
  | { readonly kind: "drain" | "activate"; readonly which: number }
  | { readonly kind: "traffic"; readonly passes: boolean; readonly drains: boolean }
  | { readonly kind: "policy"; readonly without: readonly string[] }
  | { readonly kind: "wait"; readonly seconds: number };

const which = fc.nat(5);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("scale" as const), to: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constantFrom("deploy" as const, "restart" as const, "settle" as const) }),
  fc.record({ kind: fc.constantFrom("kill" as const, "stop" as const, "sicken" as const), which }),
  fc.record({ kind: fc.constantFrom("drain" as const, "activate" as const), which }),
  fc.record({ kind: fc.constant("traffic" as const), passes: fc.boolean(), drains: fc.boolean() }),
  fc.record({ kind: fc.constant("policy" as const), without: fc.subarray([...TARGET_GROUP_ACTIONS]) }),
  fc.record({ kind: fc.constant("wait" as const), seconds: fc.nat(40) }),
);

const pick = <Value>(values: readonly Value[], index: number): Value | undefined =>
  values[index % Math.max(1, values.length)];

const take = async (fleet: RegisteredFleet, one: Step): Promise<void> => {
  switch (one.kind) {
    case "scale":
      await fleet.update({ desiredCount: one.to });
      return;
    case "deploy":
      await fleet.update({ forceNewDeployment: true });
      return;
    case "settle":
      return fleet.settle();
    case "kill": {
      const task = pick([...(await fleet.tasks())], one.which);
      for (const agent of fleet.agents.values()) if (task !== undefined) agent.exit(task);
      return;
    }
    case "stop": {
      const task = pick([...(await fleet.tasks())], one.which);
      if (task !== undefined) await fleet.plane.call("StopTask", { cluster: "demo", task });
      return;
    }
    case "sicken": {
      const target = pick(
        fleet.traffic.targets().filter(({ health }) => health.state === "healthy"),
        one.which,
      );
      await fleet.traffic.find({ state: "unhealthy", description: "x" }, (row) => row === target);
      return;
    }
    case "drain":
    case "activate": {
      const instance = pick([...fleet.agents.keys()], one.which);
      await fleet.plane.call("UpdateContainerInstancesState", {
        cluster: "demo",
        containerInstances: [instance],
        status: one.kind === "drain" ? "DRAINING" : "ACTIVE",
      });
      return;
    }
    case "traffic":
      fleet.traffic.passes = one.passes;
      fleet.traffic.drains = one.drains;
      return;
    case "policy":
      await fleet.role(TARGET_GROUP_ACTIONS.filter((action) => !one.without.includes(action)));
      return;
    case "wait":
      fleet.plane.world.advance(one.seconds * 1000);
      return;
    case "restart":
      return;
  }
};

/** Everything is well again, and there is time. */
const mend = async (fleet: RegisteredFleet): Promise<void> => {
  await take(fleet, { kind: "policy", without: [] });
  await take(fleet, { kind: "traffic", passes: true, drains: true });
  for (const [index] of [...fleet.agents].entries()) await take(fleet, { kind: "activate", which: index });
  await fleet.settle();
  for (let round = 0; round < 4; round++) {
    fleet.plane.world.advance(31_000);
    await fleet.settle();
  }
};

describe("whatever happens to a service behind a target group", () => {
  it("no task is stopped that gets requests, and in the end exactly its running tasks are registered", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const storage = createKeptStorage();
        let fleet = await RegisteredFleet.open(3, { storage });
        await fleet.role(TARGET_GROUP_ACTIONS);
        const web = await fleet.targetGroup();
        await fleet.create({ loadBalancers: [web], desiredCount: 2, role: "ecsServiceRole" });
        let seen = watchOrder(fleet.plane.state);
        const cutOff: string[] = [];
        for (const [index, one] of steps.entries()) {
          await take(fleet, one);
          if (one.kind !== "restart") continue;
          cutOff.push(...seen.cutOff());
          seen.stop();
          const { passes, drains } = fleet.traffic;
          await fleet.plane.close();
          fleet = await RegisteredFleet.reopen(fleet, { storage, seed: 100 + index });
          Object.assign(fleet.traffic, { passes, drains });
          seen = watchOrder(fleet.plane.state);
        }
        await mend(fleet);
        seen.stop();
        assert.deepEqual([...cutOff, ...seen.cutOff()], []);
        const { desiredCount = 0, deployments } = await fleet.describe();
        assert.deepEqual(
          fleet.registrations(),
          Array.from({ length: desiredCount }, () => "healthy"),
        );
        const running = [...fleet.plane.state.table(taskTable).all()].filter(
          ({ lastStatus }) => lastStatus !== "STOPPED",
        );
        assert.deepEqual(
          fleet.traffic
            .targets()
            .map(({ port }) => port)
            .sort(),
          running.map(({ containers }) => containers[0]?.networkBindings[0]?.hostPort).sort(),
        );
        assert.deepEqual(
          deployments?.map(({ rolloutState }) => rolloutState),
          ["COMPLETED"],
        );
        await fleet.plane.close();
      }),
      { numRuns: 40 },
    );
  });
});
